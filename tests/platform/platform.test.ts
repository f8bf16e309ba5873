import { describe, expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { judgePlatform } from "../../src/doctor/deep/machine.ts";
import { startByPs } from "../../src/platform/darwin/process-start.ts";
import { assertRuns } from "../../src/platform/darwin/signature.ts";
import { processStart } from "../../src/platform/process/identity.ts";
import { platformContract } from "../contract/platform.ts";
import { tempDir } from "../support/temp-dir.ts";

platformContract({ name: process.platform, processStart });
// A Linux with procps has the same ps.
if (Bun.which("ps") !== null) platformContract({ name: "darwin", processStart: startByPs });

/** A program that the system kills until it has been signed. */
function unsigned(text: string) {
  const dir = tempDir();
  const program = join(dir.path, "hook");
  writeFileSync(program, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
  const signed: string[] = [];
  const sign = (path: string): void => {
    signed.push(path);
    writeFileSync(join(dir.path, "signed"), "");
  };
  return { program, signed, sign, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

describe("a compiled hook is run once before it is installed", () => {
  const KILLED = '[ -e "${0%/*}/signed" ] || kill -9 $$';

  test("on a Mac one with a broken signature is signed", () => {
    using it = unsigned(KILLED);
    assertRuns(it.program, { platform: "darwin", sign: it.sign });
    expect(it.signed).toEqual([it.program]);
  });

  test("on a Mac one that is killed though it was signed is refused", () => {
    using it = unsigned("kill -9 $$");
    expect(() => assertRuns(it.program, { platform: "darwin", sign: it.sign })).toThrow("does not run here (SIGKILL)");
  });

  test.each([
    [KILLED, "SIGKILL"],
    ["exit 3", "exit code 3"],
  ])("on Linux nothing is signed: %s", (text, why) => {
    using it = unsigned(text);
    expect(() => assertRuns(it.program, { platform: "linux", sign: it.sign })).toThrow(why);
    expect(it.signed).toEqual([]);
  });
});

test.each([
  ["linux", "ok", "linux on"],
  ["darwin", "warning", "has not been tried on a Mac yet"],
  ["win32", "problem", "hive does not run on Windows"],
] as const)("the doctor says of %s whether hive runs there", (platform, level, said) => {
  expect(judgePlatform(platform)).toMatchObject({ level, found: expect.stringContaining(said) });
});
