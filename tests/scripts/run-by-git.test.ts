import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { git } from "../support/git.ts";
import { tempDir } from "../support/temp-dir.ts";

const TOP = join(import.meta.dir, "../..");

test("tests that git runs, as git bisect does, change no repository but their own", () => {
  using dir = tempDir();
  git(dir.path, "init", "-q");
  const config = (): string => readFileSync(join(dir.path, ".git/config"), "utf8");
  const before = config();
  const { exitCode } = Bun.spawnSync(
    [process.execPath, "test", "tests/slow/snapshots/git.test.ts", "-t", "is not stored, and comes back"],
    { cwd: TOP, env: { ...process.env, GIT_DIR: join(dir.path, ".git") }, stderr: "ignore", stdout: "ignore" },
  );
  expect(exitCode).toBe(0);
  expect(config()).toBe(before);
  expect(() => git(dir.path, "rev-parse", "--verify", "-q", "HEAD")).toThrow();
});
