// @bun
import {
  readOwn,
  makeOwn
} from "./origin-own-file.js";
import {
  ownDirectory2
} from "./origin-own-directory.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/origin/key.ts
var KEY = /^[0-9a-f]{64}$/, MAX_BYTES = 256, known = /* @__PURE__ */ new Map;
function userKey(state, env = process.env) {
  let directory = ownDirectory2("data", env, state);
  if (directory === null)
    throw unavailable("no home directory is known");
  let path = `${directory}/key`, key = known.get(path) ?? read(path) ?? make(directory, path);
  return known.set(path, key), key;
}
function userKeyIfAny(state, env) {
  try {
    return userKey(state, env);
  } catch (error) {
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE")
      throw error;
    return null;
  }
}
function read(path) {
  let text = readOwn(path, MAX_BYTES);
  if (text === null)
    return null;
  if (typeof text === "string" && KEY.test(text.trim()))
    return text.trim();
  throw unavailable(`${path} is no key of this user's`);
}
function make(directory, path) {
  try {
    makeOwn(directory, path, `${crypto.getRandomValues(new Uint8Array(32)).toHex()}
`);
  } catch (cause) {
    throw unavailable(`${directory} cannot be written (${errorCode(cause) ?? "unknown"})`, cause);
  }
  let key = read(path);
  if (key === null)
    throw unavailable(`${path} was deleted`);
  return key;
}
var unavailable = (why, cause) => new HiveError("HIVE_STORE_UNAVAILABLE", `hive has no key to prove what it writes: ${why}`, {
  cause,
  hint: "XDG_DATA_HOME names another directory of yours that can be written"
});

export { userKey, userKeyIfAny };
