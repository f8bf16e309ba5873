/** Records the sources of a compiled hook, and checks whether they have changed. */
import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { errorCode, HiveError } from "../../base/errors.ts";
import { VERSION } from "../../base/version.ts";
import { KIND } from "../../platform/installation.ts";
import { compiledHook, hookDirectory } from "./command.ts";

const TOP = resolve(import.meta.dir, "../../..");

const StampSchema = v.object({
  /** hive's version. */
  version: v.string(),
  /** The version of the Bun in it. */
  bun: v.string(),
  /** Size of the executable: the stamp does not belong to one of another size. */
  bytes: v.number(),
  /** The directory of the modules that it loads only in need. */
  parts: v.optional(v.string()),
  /** The files in that directory. */
  files: v.optional(v.array(v.string()), []),
  /** SHA-256 of each source file, by its path from the top. */
  inputs: v.record(v.string(), v.string()),
});

/** The sources of a compiled hook, in a file beside it: asking the hook itself would make each call slower. */
export type HookStamp = v.InferOutput<typeof StampSchema>;

/** The file beside the compiled hook. */
export const stampPath = (top: string): string => `${compiledHook(top).command}.json`;
/** The hash of a file's bytes. */
export const sha256 = (path: string): string => new Bun.CryptoHasher("sha256").update(readFileSync(path)).digest("hex");

/** The compiled hook's stamp, and its difference from this hive's sources; null without one. */
export interface HookState {
  readonly stamp: HookStamp | null;
  readonly stale: string | null;
}

/**
 * Compares the compiled hook with this hive.
 * @param isDeep true to read each source, not the version alone. @default true
 * @throws if there is none
 */
export function hookState(top = TOP, isDeep = true): HookState {
  const stamp = readStamp(top);
  if (stamp === null) return { stamp, stale: "it has no stamp that lists its sources" };
  if (stamp.bytes !== statSync(compiledHook(top).command).size) {
    return { stamp: null, stale: "its stamp belongs to another file" };
  }
  if (stamp.version !== VERSION) return { stamp, stale: `it is of hive ${stamp.version}` };
  const parts = join(hookDirectory(top), stamp.parts ?? "");
  const gone = stamp.files.filter((name) => !existsSync(join(parts, name)));
  if (gone.length > 0) return { stamp, stale: `modules that it needs are gone from ${parts}: ${gone.join(", ")}` };
  // Its sources are the package's, which may be gone.
  if (KIND === "copy" || !isDeep) return { stamp, stale: null };
  const changed = Object.entries(stamp.inputs).filter(([path, hash]) => !isSame(join(top, path), hash));
  const isStale = changed.length > 0;
  return { stamp, stale: isStale ? `its source has changed since: ${changed.map(([path]) => path).join(", ")}` : null };
}

function isSame(path: string, hash: string): boolean {
  return existsSync(path) && sha256(path) === hash;
}

/** @returns null without one, or with a damaged one */
export function readStamp(top: string): HookStamp | null {
  try {
    const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), StampSchema), readFileSync(stampPath(top), "utf8"));
    return parsed.success ? parsed.output : null;
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    throw new HiveError("HIVE_UNHEALTHY", `${stampPath(top)} cannot be read`, { cause: error });
  }
}
