import { lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { errorMessage, HiveError, type HiveErrorCode } from "../../src/base/errors.ts";

/** Writes the whole text; a reader sees the old file or the new one, never a part. @throws HIVE_BENCH_FAILED */
export type WriteResult = (text: string) => void;

/**
 * Tries whether a file can be written, and leaves it alone: a run takes minutes, so this comes first.
 * @param flag the option that names it
 * @returns null where none is named
 * @throws HIVE_INVALID_OPTION when it cannot be written
 */
export function resultFile(flag: string, path: string | undefined): WriteResult | null {
  if (path === undefined) return null;
  const attempt = <T>(code: HiveErrorCode, run: () => T): T => {
    try {
      return run();
    } catch (cause) {
      throw new HiveError(code, `${flag} ${JSON.stringify(path)} cannot be written: ${errorMessage(cause)}`, { cause });
    }
  };
  const target = attempt("HIVE_INVALID_OPTION", () => targetOf(path));
  const temporary = `${target}.${process.pid}.tmp`;
  const write = (text: string, isKept: boolean): void => {
    try {
      writeFileSync(temporary, text);
      if (isKept) renameSync(temporary, target);
    } finally {
      rmSync(temporary, { force: true });
    }
  };
  attempt("HIVE_INVALID_OPTION", () => write("", false));
  return (text) => attempt("HIVE_BENCH_FAILED", () => write(text, true));
}

/** Through links. A rename would put a file into the place of a device, such as `/dev/stdout`. */
function targetOf(path: string): string {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined && path !== "") return path;
  const target = realpathSync(path);
  if (!lstatSync(target).isFile()) throw new Error("it names no regular file");
  return target;
}
