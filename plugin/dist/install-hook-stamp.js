// @bun
import {
  KIND
} from "./platform-installation.js";
import {
  hookDirectory,
  compiledHook
} from "./install-adopt-shell-system.js";
import {
  VERSION
} from "./base-version.js";
import {
  parseJson,
  array,
  number,
  object,
  optional,
  record,
  string,
  pipe,
  safeParse
} from "./import-main-4.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/install/hook/stamp.ts
import { existsSync, readFileSync, statSync } from "fs";
import { join, resolve } from "path";
var TOP = resolve(import.meta.dir, "../../.."), StampSchema = object({
  version: string(),
  bun: string(),
  bytes: number(),
  parts: optional(string()),
  files: optional(array(string()), []),
  inputs: record(string(), string())
}), stampPath = (top) => `${compiledHook(top).command}.json`, sha256 = (path) => new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex");
function hookState2(top = TOP, isDeep = !0) {
  let stamp = readStamp(top);
  if (stamp === null)
    return { stamp, stale: "it has no stamp that lists its sources" };
  if (stamp.bytes !== statSync(compiledHook(top).command).size)
    return { stamp: null, stale: "its stamp belongs to another file" };
  if (stamp.version !== VERSION)
    return { stamp, stale: `it is of hive ${stamp.version}` };
  let parts = join(hookDirectory(top), stamp.parts ?? ""), gone = stamp.files.filter((name) => !existsSync(join(parts, name)));
  if (gone.length > 0)
    return { stamp, stale: `modules that it needs are gone from ${parts}: ${gone.join(", ")}` };
  if (KIND === "copy" || !isDeep)
    return { stamp, stale: null };
  let changed = Object.entries(stamp.inputs).filter(([path, hash]) => !isSame(join(top, path), hash)), isStale = changed.length > 0;
  return { stamp, stale: isStale ? `its source has changed since: ${changed.map(([path]) => path).join(", ")}` : null };
}
function isSame(path, hash) {
  return existsSync(path) && sha256(path) === hash;
}
function readStamp(top) {
  try {
    let parsed = safeParse(pipe(string(), parseJson(), StampSchema), readFileSync(stampPath(top), "utf8"));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT")
      return null;
    throw new HiveError("HIVE_UNHEALTHY", `${stampPath(top)} cannot be read`, { cause: error });
  }
}

export { hookState2 };
