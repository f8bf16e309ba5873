import { expect, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { openHookIo } from "../../src/capture/io.ts";
import { tempDir } from "../support/temp-dir.ts";

test("a call of the hook asks once whether a directory holds `.git`, and the next call asks anew", async () => {
  using dir = tempDir();
  const umask = process.umask();
  const call = await openHookIo();
  process.umask(umask);
  expect(call.holdsGit(dir.path)).toBe(false);
  mkdirSync(`${dir.path}/.git`);
  expect(call.holdsGit(dir.path)).toBe(false);
  const next = await openHookIo();
  process.umask(umask);
  expect(next.holdsGit(dir.path)).toBe(true);
});
