import { errorCode, HiveError } from "../base/errors.ts";
import { makeOwn, readOwn } from "./own-file.ts";
import { ownDirectory } from "./own-directory.ts";

/** The characters of a key: 256 bits in hexadecimal. */
const KEY = /^[0-9a-f]{64}$/;
const MAX_BYTES = 256;

const known = new Map<string, string>();

/**
 * The secret by which hive recognises its own writings: `key` in the user's data directory, 0600. Each user has one per
 * machine. It is made at the first call that needs it.
 * @param state the state directory that it is asked for
 * @throws HIVE_STORE_UNAVAILABLE
 */
export function userKey(state?: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const directory = ownDirectory("data", env, state);
  if (directory === null) throw unavailable("no home directory is known");
  const path = `${directory}/key`;
  const key = known.get(path) ?? read(path) ?? make(directory, path);
  known.set(path, key);
  return key;
}

/** The same; null where there can be none: then nothing that hive writes is proved. */
export function userKeyIfAny(state?: string, env?: Readonly<Record<string, string | undefined>>): string | null {
  try {
    return userKey(state, env);
  } catch (error) {
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
    return null;
  }
}

/** @returns null if there is none yet */
function read(path: string): string | null {
  const text = readOwn(path, MAX_BYTES);
  if (text === null) return null;
  if (typeof text === "string" && KEY.test(text.trim())) return text.trim();
  throw unavailable(`${path} is no key of this user's`);
}

function make(directory: string, path: string): string {
  try {
    makeOwn(directory, path, `${crypto.getRandomValues(new Uint8Array(32)).toHex()}\n`);
  } catch (cause) {
    throw unavailable(`${directory} cannot be written (${errorCode(cause) ?? "unknown"})`, cause);
  }
  const key = read(path);
  if (key === null) throw unavailable(`${path} was deleted`);
  return key;
}

const unavailable = (why: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_STORE_UNAVAILABLE", `hive has no key to prove what it writes: ${why}`, {
    cause,
    hint: "XDG_DATA_HOME names another directory of yours that can be written",
  });
