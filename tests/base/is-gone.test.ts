import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isGone } from "../../src/base/files/is-gone.ts";
import { tempDir } from "../support/temp-dir.ts";

test("what is missing is gone, and what lies behind a file", () => {
  using dir = tempDir();
  const [missing, link, file] = ["missing", "link", "file"].map((name) => join(dir.path, name)) as [
    string,
    string,
    string,
  ];
  symlinkSync(missing, link);
  writeFileSync(file, "");
  expect([dir.path, file, missing, link, join(file, "x")].map(isGone)).toEqual([false, false, true, true, true]);
});

test("what this user may not look at is not called gone", () => {
  using dir = tempDir();
  const shut = join(dir.path, "shut");
  mkdirSync(join(shut, "project"), { recursive: true });
  const code = `const { isGone } = await import(${JSON.stringify(join(import.meta.dir, "../../src/base/files/is-gone.ts"))});
    require("node:fs").chmodSync(${JSON.stringify(shut)}, 0);
    if (process.geteuid() === 0) process.setuid(65534);
    console.log(isGone(${JSON.stringify(join(shut, "project"))}));
    if (process.geteuid() !== 65534) require("node:fs").chmodSync(${JSON.stringify(shut)}, 0o700);`;
  const child = Bun.spawnSync([process.execPath, "-e", code]);
  expect([child.stdout.toString(), child.stderr.toString()]).toEqual(["false\n", ""]);
});
