/**
 * Proof that this user's hive wrote a JSON file: an HMAC under the user's key as the object's last member. It covers
 * every byte before it. A mode proves nothing: a clone under umask 077 makes files 0600, too.
 *
 * The hook seals each entry. The head of `src/capture/main.ts` gives the cost of more JavaScript here.
 */

/** The kind of sealed text: a proof of one kind is not valid for another. */
export type Sealed = "entry" | "letter" | "receipt";

/** The member that holds the proof. */
export const SEAL = "hive_mac";

const HEX_CHARS = 64;
const OPENING = `,"${SEAL}":"`;
const CLOSING = '"}';
const SEAL_CHARS = OPENING.length + HEX_CHARS + CLOSING.length;

const encoder = new TextEncoder();

function macOf(body: string | Uint8Array, key: string, what: Sealed): string {
  // @mutant a proof is of one key
  return new Bun.CryptoHasher("sha256", key).update(`hive ${what}\n`).update(body).digest("hex");
}

/**
 * Adds the proof to a JSON object.
 * @param text a JSON object with at least one member, nothing after its last bracket
 */
export function seal(text: string, key: string, what: Sealed): string {
  const body = text.slice(0, -1);
  return body + OPENING + macOf(body, key, what) + CLOSING;
}

/** Rewritten text, sealed only if it came with a proof: a rewrite must not make foreign text the user's own. */
export function resealed(text: string, isProved: boolean, key: string | null, what: Sealed): string {
  return isProved && key !== null ? seal(text, key, what) : text;
}

/**
 * Whether the bytes of a file end with the proof of this key.
 * @param key null if there is none: then nothing is proved
 */
export function isSealed(bytes: Uint8Array, key: string | null, what: Sealed): boolean {
  const end = bytes.length - SEAL_CHARS;
  if (key === null || end < 1) return false;
  const expected = encoder.encode(OPENING + macOf(bytes.subarray(0, end), key, what) + CLOSING);
  let difference = 0;
  for (let index = 0; index < SEAL_CHARS; index += 1) difference |= bytes[end + index]! ^ expected[index]!;
  return difference === 0;
}
