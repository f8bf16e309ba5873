import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { judgeCommand } from "../../src/doctor/deep/command.ts";
import { VERSION } from "../../src/base/version.ts";
import { packagedVersion } from "../../src/platform/own-command.ts";
import { tempDir } from "../support/temp-dir.ts";

test.each([
  ["another program", "/opt/hive/bin/hive", "/x/bin/hive", "warning", "/opt/hive/bin/hive"],
  ["this one", "/usr/local/bin/hive", "hive", "ok", "/usr/local/bin/hive"],
  ["none", null, "/x/bin/hive", "ok", "/x/bin/hive"],
] as const)("where the first hive on the PATH is %s the doctor says so", (_what, found, own, level, named) => {
  const result = judgeCommand(found, own);
  expect(result.level).toBe(level);
  expect(result.found).toContain(named);
});

test("a forgotten package of another version that comes first on the PATH is named with both versions", () => {
  using dir = tempDir();
  const top = join(dir.path, "lib/node_modules/hivekeep");
  mkdirSync(join(top, "bin"), { recursive: true });
  writeFileSync(join(top, "package.json"), '{"name":"hivekeep","version":"0.4.0"}');
  writeFileSync(join(top, "bin/hive"), "");
  symlinkSync(join(top, "bin/hive"), join(dir.path, "hive"));
  const { level, found, run } = judgeCommand(join(dir.path, "hive"), "/x/bin/hive");
  expect({ level, run }).toEqual({ level: "warning", run: "/x/bin/hive" });
  expect(found).toContain(`is hive 0.4.0, and this is ${VERSION}`);
});

test.each([
  ["/usr/bin/hive", null],
  ["/nowhere/node_modules/hivekeep/bin/hive", null],
])("%s is of no package whose version could be read", (launcher, version) => {
  expect(packagedVersion(launcher)).toBe(version);
});
