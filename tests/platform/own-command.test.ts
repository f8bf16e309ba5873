/** What hive tells its user to type can be typed. */
import { describe, expect, test } from "bun:test";
import { symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { ownCommand, pasteable, shellWord } from "../../src/platform/own-command.ts";
import { VERSION } from "../../src/base/version.ts";
import { tempDir } from "../support/temp-dir.ts";

const LAUNCHER = resolve(import.meta.dir, "../../bin/hive");
const run = (line: string): string =>
  Bun.spawnSync(["sh", "-c", line], { env: { HIVE_BUN: process.execPath, PATH: "/usr/bin:/bin" } }).stdout.toString();

describe("hive's own command", () => {
  test("is the launcher's path where the PATH leads to no hive, and starts hive", () => {
    expect(ownCommand({})).toBe(shellWord(LAUNCHER));
    expect(run(`${ownCommand({})} --version`)).toStartWith(`${VERSION}\n`);
  });

  test("is hive where the PATH leads to this one, as after bun link", () => {
    using dir = tempDir();
    symlinkSync(LAUNCHER, join(dir.path, "hive"));
    expect(ownCommand({ PATH: dir.path })).toBe("hive");
  });

  test("is the launcher's path where another program is called hive", () => {
    using dir = tempDir();
    writeFileSync(join(dir.path, "hive"), "#!/bin/sh\n", { mode: 0o755 });
    expect(ownCommand({ PATH: dir.path })).toBe(shellWord(LAUNCHER));
  });
});

test("a sentence names the commands as they can be typed, and nothing else in it changes", () => {
  const named = shellWord(LAUNCHER);
  expect(pasteable("hive worker stop --force && hive doctor --fix", {})).toBe(
    `${named} worker stop --force && ${named} doctor --fix`,
  );
  for (const text of [
    "update hive: setup is old",
    "hive does not write",
    "/opt/hive setup",
    ".hive doctor",
    "a-hive status",
  ])
    expect(pasteable(text, {})).toBe(text);
});

test.each(["/a/b", "/a b/c", "/it's", "$(x)", "a;b", ""])("a shell takes the word %p as it is", (word) => {
  expect(run(`printf %s ${shellWord(word)}`)).toBe(word);
});
