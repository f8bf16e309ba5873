import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { compiledHook, interpretedHook } from "../src/install/hook-command.ts";
import { prepareHook } from "../src/install/prepare-hook.ts";
import { startWorker } from "../src/supervisor/start-worker.ts";
import { endProjects, newWorker, project } from "./support/background.ts";
import { payload } from "./support/hive.ts";
import { waitFor } from "./support/wait-for.ts";
import { VERSION } from "../src/base/version.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const TOP = resolve(import.meta.dir, "..");

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
  cpSync(join(TOP, "plugin"), join(directory, "plugin"), { recursive: true });
  expect(call([join(directory, "plugin/bin/hive-hook")], payload("29-stop")).exitCode).toBe(0);
  call([join(directory, "plugin/bin/hive"), "sessions"], "");
  expect(trusted()).toEqual(NOTHING);
});

test("nor does hive on the PATH, which finds its Bun without one", () => {
  const { call, directory, trusted } = hostile();
  Bun.spawnSync(["ln", "-s", join(TOP, "scripts/hive"), join(directory, "hive")]);
  const { exitCode, stdout } = call([join(directory, "hive"), "--version"], "", { PATH: "/usr/bin:/bin" });
  expect({ exitCode, stdout: stdout.toString() }).toEqual({ exitCode: 0, stdout: `${VERSION}\n` });
  expect(trusted()).toEqual(NOTHING);
});

test("nor does the worker that is started in the background, in the state directory", async () => {
  const { root, trusted } = hostile();
  startWorker(root);
  await newWorker(root);
  await waitFor(() => existsSync(join(root, "hive.db")));
  expect(trusted()).toEqual(NOTHING);
});
