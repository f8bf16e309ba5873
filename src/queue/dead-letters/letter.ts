import { isDeeperThan, isObject, MAX_DEPTH } from "../../base/json.ts";
import { isSealed, SEAL } from "../../origin/seal.ts";
import { shortened } from "../inbox/put-back.ts";

/** An entry that was given up, as its file in `failed/` holds it. Times are RFC 3339. */
export interface DeadLetter {
  /** The file's name in `failed/`. */
  readonly name: string;
  readonly entry_id: string;
  readonly reason: { readonly code: string; readonly message: string };
  readonly attempts: number;
  readonly failed_at: string;
  /** The entry as it was; null where it could not be read as one. */
  readonly entry: Readonly<Record<string, unknown>> | null;
  /** The bytes of an entry that could not be read as one, in `raw_encoding`. */
  readonly raw?: string;
  readonly raw_encoding?: "utf8" | "base64";
  /** Whether its entry came without proof that this user's hive wrote it. */
  readonly is_untrusted: boolean;
  /** The file beside this one with content that hive may not read: a link, a directory, an oversized file. */
  readonly kept_as?: string;
}

export type NewDeadLetter = Omit<DeadLetter, "name" | "is_untrusted">;

/** A letter holds its entry one level deeper. */
const MAX_LETTER_DEPTH = MAX_DEPTH + 1;

function letterOf(text: string, name: string, isProved: boolean): DeadLetter | null {
  try {
    const value: unknown = JSON.parse(text);
    if (!isDeadLetter(value) || isDeeperThan(value, MAX_LETTER_DEPTH, text)) return null;
    // The seal proves the file's bytes; it is not part of the letter.
    const { [SEAL]: _, ...letter } = value as NewDeadLetter & { readonly [SEAL]?: unknown };
    return { ...letter, name, is_untrusted: !isProved };
  } catch {
    // A file that another program put here, such as the shell system: listed with its known fields.
    return null;
  }
}

function isDeadLetter(value: unknown): value is NewDeadLetter {
  if (!isObject(value) || !isObject(value["reason"])) return false;
  const { entry_id, reason, attempts, failed_at, entry } = value;
  return (
    typeof entry_id === "string" &&
    typeof reason["code"] === "string" &&
    typeof reason["message"] === "string" &&
    typeof attempts === "number" &&
    typeof failed_at === "string" &&
    (entry === null || isObject(entry))
  );
}

/** JSON may need six bytes to escape one byte of an unreadable entry. */
const LONGEST_ESCAPE = 6;
const LETTER_OVERHEAD_BYTES = 65_536;

/** hive never writes a larger dead letter. */
export function maxLetterBytes(maxEntryBytes: number): number {
  return maxEntryBytes * LONGEST_ESCAPE + LETTER_OVERHEAD_BYTES;
}

/** The name under which the file of a letter is kept beside it. */
export const keptName = (name: string, entryId: string): string =>
  `${shortened(name)}.${Bun.hash(entryId).toString(16)}.orig`;

const KEPT_NAME = /^\d+_[0-9a-f]+\.([0-9a-f]+)\.orig$/;

/** The payload file that a letter names, if hive gave that name. A foreign letter may name any file. */
export function keptOf({ entry_id: id, kept_as: kept }: DeadLetter): string | null {
  const hash = typeof kept === "string" ? KEPT_NAME.exec(kept)?.[1] : undefined;
  // @mutant a forged letter removes no file
  return hash === Bun.hash(id).toString(16) ? kept! : null;
}

const encoder = new TextEncoder();

/** Reads a letter, and whether its entry was proved; null for other text. */
export function readLetter(text: string, name: string, key: string | null): DeadLetter | null {
  return letterOf(text, name, isSealed(encoder.encode(text), key, "letter"));
}
