import { expect, test } from "bun:test";
import { join, resolve } from "node:path";
import { tempDir } from "../support/temp-dir.ts";

test("a test's git works in its own repository", () => {
  using dir = tempDir();
  const { exitCode } = Bun.spawnSync(["git", "init", "-q", "."], { cwd: dir.path, env: process.env });
  const { stdout } = Bun.spawnSync(["git", "rev-parse", "--absolute-git-dir"], { cwd: dir.path, env: process.env });
  expect([exitCode, stdout.toString().trim()]).toEqual([0, join(dir.path, ".git")]);
});

test("also where the tests are run by git bisect or a git hook, which name another", () => {
  using dir = tempDir();
  Bun.spawnSync(["git", "init", "-q", "."], { cwd: dir.path });
  const command = [process.execPath, "test", import.meta.path, "-t", "works in its own repository"];
  const env = { ...process.env, GIT_DIR: join(dir.path, ".git"), GIT_INDEX_FILE: join(dir.path, "index") };
  const { exitCode } = Bun.spawnSync(command, { cwd: resolve(import.meta.dir, "../.."), env });
  expect(exitCode).toBe(0);
});
