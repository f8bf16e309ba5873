import { errorCode, HiveError } from "../base/errors.ts";
import { ownDirectory } from "./own-directory.ts";
import { makeOwn, readOwn } from "./own-file.ts";

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MAX_BYTES = 64;

/**
 * The id of this user on this machine: `machine` in the user's data directory, made at the first call. It names no
 * host and no hardware, so that it may leave the machine.
 * @param state the state directory that it is asked for
 * @throws HIVE_STORE_UNAVAILABLE
 */
export function machineId(state?: string, env: Readonly<Record<string, string | undefined>> = process.env): string {
  const directory = ownDirectory("data", env, state);
  if (directory === null) throw unavailable("no home directory is known");
  const path = `${directory}/machine`;
  return read(path) ?? make(directory, path);
}

/** @returns null if there is none yet */
function read(path: string): string | null {
  const text = readOwn(path, MAX_BYTES);
  if (text === null) return null;
  if (typeof text === "string" && ID.test(text.trim())) return text.trim();
  throw unavailable(`${path} is no id of this user's machine: delete it, and hive makes another`);
}

function make(directory: string, path: string): string {
  try {
    makeOwn(directory, path, `${crypto.randomUUID()}\n`);
  } catch (cause) {
    throw unavailable(`${directory} cannot be written (${errorCode(cause) ?? "unknown"})`, cause);
  }
  const id = read(path);
  if (id === null) throw unavailable(`${path} was deleted`);
  return id;
}

const unavailable = (why: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_STORE_UNAVAILABLE", `this machine has no id: ${why}`, { cause });
