import { expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join, resolve } from "node:path";
import { buildHook } from "../../src/install/hook/build.ts";
import { hookState } from "../../src/install/hook/stamp.ts";
import { compiledHook, interpretedHook } from "../../src/install/hook/command.ts";
import { prepareHook } from "../../src/install/hook/prepare.ts";
import { VERSION } from "../../src/base/version.ts";
import { tempDir } from "../support/temp-dir.ts";

setDefaultTimeout(120_000);

const TOP = resolve(import.meta.dir, "../..");

test("a compiled hook says what it was compiled from, and is stale when that has changed, and setup compiles it again", async () => {
  using directory = tempDir();
  const top = directory.path;
  fs.cpSync(join(TOP, "src"), join(top, "src"), { recursive: true });
  fs.symlinkSync(join(TOP, "node_modules"), join(top, "node_modules"));
  fs.copyFileSync(join(TOP, "package.json"), join(top, "package.json"));
  const hook = await buildHook(top);
  expect(fs.readdirSync(join(top, "dist")).toSorted()).toEqual(["hive-hook", "hive-hook.json", "hook"]);
  const { stamp, stale } = hookState(top);
  expect(stale).toBeNull();
  expect({ ...stamp, inputs: [] }).toEqual({
    version: VERSION,
    bun: Bun.version,
    bytes: fs.statSync(hook).size,
    parts: "hook",
    files: fs.readdirSync(join(top, "dist/hook")),
    inputs: [],
  });
  expect(Object.keys(stamp!.inputs)).toContain("src/capture/main.ts");

  const source = join(top, "src/capture/throttle.ts");
  const text = fs.readFileSync(source, "utf8");
  fs.appendFileSync(source, "\n");
  expect(hookState(top).stale).toBe("its source has changed since: src/capture/throttle.ts");
  fs.rmSync(source);
  expect(hookState(top).stale).toBe("its source has changed since: src/capture/throttle.ts");
  fs.writeFileSync(source, text);
  fs.mkdirSync(join(top, "scripts"));
  const script = join(top, "scripts/build-hook.ts");
  fs.writeFileSync(script, `import { buildHook } from "../src/install/hook/build.ts";\nawait buildHook();\n`);
  fs.appendFileSync(source, "\n");
  expect(await prepareHook(top)).toEqual({ command: compiledHook(top), failure: null });
  expect(hookState(top).stale).toBeNull();
  fs.writeFileSync(script, 'throw new Error("no compiler here");\n');
  fs.writeFileSync(source, text);
  expect(await prepareHook(top)).toEqual({
    command: interpretedHook(),
    failure: `error: no compiler here (bun ${script})`,
  });
  fs.appendFileSync(source, "\n");
  // What is not in it does not make it stale.
  fs.appendFileSync(join(top, "src/cli/main.ts"), "\n");
  expect(hookState(top).stale).toBeNull();

  const stampPath = `${hook}.json`;
  fs.writeFileSync(stampPath, JSON.stringify({ ...stamp, version: "0.0.9" }));
  expect(hookState(top).stale).toBe("it is of hive 0.0.9");
  fs.appendFileSync(hook, "x");
  expect(hookState(top).stale).toContain("its stamp belongs to another file");
  fs.rmSync(stampPath);
  expect(hookState(top).stale).toContain("has no stamp");
});
