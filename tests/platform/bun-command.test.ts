import { afterEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compiledHook, interpretedHook } from "../../src/install/hook/command.ts";
import { bunEnvironment } from "../../src/platform/bun/bun-command.ts";
import { prepareHook } from "../../src/install/hook/prepare.ts";
import { spawnWorker } from "../../src/supervisor/spawn.ts";
import { endProjects, newWorker, project } from "../support/workers/background.ts";
import { payload } from "../support/hive.ts";
import { copyPlugin } from "../support/versions/built-plugin.ts";
import { waitFor } from "../support/wait-for.ts";
import { VERSION } from "../../src/base/version.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const TOP = resolve(import.meta.dir, "../..");

/** A project that has Bun run its own code, and sets variables of hive's. */
function hostile() {
  const { root } = project();
  const directory = resolve(root, "..");
  const trace = join(directory, "was-run");
  for (const place of [directory, root]) {
    writeFileSync(join(place, "bunfig.toml"), 'preload = ["./own.ts"]\n');
    writeFileSync(join(place, "own.ts"), `await Bun.write(${JSON.stringify(trace)}, "x");\n`);
    writeFileSync(join(place, ".env"), `HIVE_ROOT=${directory}/elsewhere\n`);
  }
  const { HIVE_ROOT: _, ...env } = process.env;
  const call = (command: readonly string[], stdin: string, more: Record<string, string | undefined> = {}) =>
    Bun.spawnSync([...command], {
      cwd: directory,
      stdin: Buffer.from(stdin),
      env: { ...env, CLAUDE_PROJECT_DIR: directory, HIVE_WORKER_START: "never", HIVE_BUN: process.execPath, ...more },
    });
  const trusted = () => ({ ran: existsSync(trace), elsewhere: existsSync(`${directory}/elsewhere`) });
  return { root, directory, trace, call, trusted };
}

const NOTHING = { ran: false, elsewhere: false };

test("Bun itself would run what a project's bunfig.toml names", () => {
  const { call, directory, trusted } = hostile();
  writeFileSync(join(directory, "empty.ts"), "");
  call([process.execPath, "empty.ts"], "");
  expect(trusted().ran).toBe(true);
});

test.each([
  ["compiled", async () => (await prepareHook(), compiledHook())],
  ["from source", async () => interpretedHook()],
])("the hook, %s, reads no bunfig.toml and no .env of the project", async (_, prepared) => {
  const { call, root, trusted } = hostile();
  const { command, args } = await prepared();
  expect(call([command, ...args], payload("29-stop")).exitCode).toBe(0);
  expect(trusted()).toEqual(NOTHING);
  expect([...new Bun.Glob("*.json").scanSync({ cwd: `${root}/queue/pending` })].length).toBeGreaterThan(0);
});

test("nor does the plugin's hook, or its command", () => {
  const { call, directory, trusted } = hostile();
  copyPlugin(join(directory, "plugin"));
  expect(call([join(directory, "plugin/bin/hive-hook")], payload("29-stop")).exitCode).toBe(0);
  call([join(directory, "plugin/bin/hive"), "sessions"], "");
  expect(trusted()).toEqual(NOTHING);
});

test("nor does hive on the PATH, which finds its Bun without one", () => {
  const { call, directory, trusted } = hostile();
  Bun.spawnSync(["ln", "-s", join(TOP, "bin/hive"), join(directory, "hive")]);
  const { exitCode, stdout } = call([join(directory, "hive"), "--version"], "", { PATH: "/usr/bin:/bin" });
  expect({ exitCode, stdout: stdout.toString() }).toEqual({
    exitCode: 0,
    stdout: expect.stringContaining(`${VERSION}\nBun `),
  });
  expect(trusted()).toEqual(NOTHING);
});

test("nor does the worker that is started in the background, in the state directory", async () => {
  const { root, trusted } = hostile();
  spawnWorker(root);
  await newWorker(root);
  await waitFor(() => existsSync(join(root, "hive.db")));
  expect(trusted()).toEqual(NOTHING);
});

const caches = (directory: string): Record<string, string>[] => [
  { BUN_RUNTIME_TRANSPILER_CACHE_PATH: join(directory, "cache") },
  { XDG_CACHE_HOME: join(directory, "cache") },
  { HOME: join(directory, "home") },
];
/** Bun fills a cache that it would read, so an empty one is one that it does not read. */
const piles = (directory: string): number =>
  [...new Bun.Glob("**/*.pile").scanSync({ cwd: directory, dot: true })].length;

describe("a cache of transpiled code in a directory that a variable names", () => {
  test.each([0, 1, 2])("is what Bun itself runs code from (%d)", (which) => {
    const { call, directory } = hostile();
    call([process.execPath, join(TOP, "src/cli/main.ts"), "sessions"], "", caches(directory)[which]);
    expect(piles(directory)).toBeGreaterThan(10);
  });

  test.each([0, 1, 2])("is not read by hive's launchers (%d)", (which) => {
    const { call, directory } = hostile();
    copyPlugin(join(directory, "plugin"));
    for (const path of [join(TOP, "scripts/hive"), join(directory, "plugin/bin/hive")])
      expect(call([path, "--version"], "", caches(directory)[which]).stdout.toString()).toStartWith(VERSION);
    expect(piles(directory)).toBe(0);
  });

  test.each([0, 1, 2])("is not read by a worker that hive starts (%d)", async (which) => {
    const { root, directory } = hostile();
    const saved = { ...process.env };
    try {
      Object.assign(process.env, caches(directory)[which]);
      spawnWorker(root);
    } finally {
      for (const name in caches(directory)[which]) process.env[name] = saved[name];
      for (const name in caches(directory)[which]) if (saved[name] === undefined) delete process.env[name];
    }
    await newWorker(root);
    expect(piles(directory)).toBe(0);
  });
});

test("a Bun that hive starts has none of the variables that name code, files or addresses for Bun", () => {
  const names = ["BUN_OPTIONS", "BUN_INSPECT_PRELOAD", "NODE_PATH", "NODE_OPTIONS", "JSC_PROFILER_PATH", "GIT_DIR"];
  for (const name of names) process.env[name] = "x";
  try {
    const env = bunEnvironment();
    expect(names.filter((name) => env[name] !== undefined)).toEqual([]);
    expect(env).toMatchObject({ BUN_BE_BUN: "1", PATH: process.env["PATH"] });
  } finally {
    for (const name of names) delete process.env[name];
  }
});
