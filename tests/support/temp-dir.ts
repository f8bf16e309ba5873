import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface TempDir extends Disposable {
  readonly path: string;
  /** A state directory in it, not made yet. */
  readonly root: string;
}

/**
 * A fresh directory, removed at the end of the block. bun:test does not tell a disposer whether its test failed, so
 * `HIVE_TEST_KEEP=1` keeps all of them and prints where they are.
 */
export function tempDir(): TempDir {
  const path = mkdtempSync(join(tmpdir(), "hive-test-"));
  return {
    path,
    root: join(path, ".hive-mind"),
    [Symbol.dispose]() {
      if (process.env["HIVE_TEST_KEEP"] === "1") process.stderr.write(`kept ${path}\n`);
      else rmSync(path, { recursive: true, force: true });
    },
  };
}
