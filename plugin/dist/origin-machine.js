// @bun
import {
  ownDirectory2
} from "./origin-own-directory.js";
import {
  readOwn,
  makeOwn
} from "./origin-own-file.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/origin/machine.ts
var ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, MAX_BYTES = 64;
function machineId(state, env = process.env) {
  let directory = ownDirectory2("data", env, state);
  if (directory === null)
    throw unavailable("no home directory is known");
  let path = `${directory}/machine`;
  return read(path) ?? make(directory, path);
}
function read(path) {
  let text = readOwn(path, MAX_BYTES);
  if (text === null)
    return null;
  if (typeof text === "string" && ID.test(text.trim()))
    return text.trim();
  throw unavailable(`${path} is no id of this user's machine: delete it, and hive makes another`);
}
function make(directory, path) {
  try {
    makeOwn(directory, path, `${crypto.randomUUID()}
`);
  } catch (cause) {
    throw unavailable(`${directory} cannot be written (${errorCode(cause) ?? "unknown"})`, cause);
  }
  let id = read(path);
  if (id === null)
    throw unavailable(`${path} was deleted`);
  return id;
}
var unavailable = (why, cause) => new HiveError("HIVE_STORE_UNAVAILABLE", `this machine has no id: ${why}`, { cause });

export { machineId };
