/** The Claude Code plugin, as an agent has it: a copy of `plugin/` and nothing else. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { install } from "../../src/install/settings.ts";
import { endProjects, newWorker, project } from "../support/background.ts";
import { drained, payload, rows } from "../support/hive.ts";
import { tempDir } from "../support/temp-dir.ts";
import { HOOK } from "./fixtures.ts";
import { ownDirectories } from "../support/settings.ts";

setDefaultTimeout(120_000);
afterEach(endProjects);

const TOP = resolve(import.meta.dir, "../..");
const json = (path: string) => JSON.parse(readFileSync(join(TOP, path), "utf8")) as Record<string, unknown>;

/** The plugin where an agent has put it, called with an environment that knows no Bun. */
function installed() {
  const dir = tempDir();
  const plugin = join(dir.path, "cache/hive");
  cpSync(join(TOP, "plugin"), plugin, { recursive: true });
  const call = (program: string, args: readonly string[], env: Record<string, string>, stdin = "") => {
    const command = [join(plugin, "bin", program), ...args];
    const { exitCode, stdout, stderr } = Bun.spawnSync(command, {
      stdin: Buffer.from(stdin),
      env: { HOME: dir.path, HIVE_BUN: process.execPath, ...ownDirectories(), ...env },
    });
    return { exitCode, stdout: stdout.toString(), stderr: stderr.toString() };
  };
  return { dir, plugin, call, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

test("what is kept of the plugin is what the sources give", () => {
  const check = Bun.spawnSync([process.execPath, join(TOP, "scripts/build-plugin.ts"), "--check"]);
  expect(check.stderr.toString()).toBe("");
  expect(check.exitCode).toBe(0);
});

test("its hook saves a payload and starts a worker, with no PATH and no package beside it", async () => {
  using agent = installed();
  const { root } = project();
  const outcome = agent.call("hive-hook", [], { HIVE_ROOT: root }, payload("29-stop"));
  expect(outcome).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  await newWorker(root);
  await drained(root);
  expect(rows(root, "SELECT id FROM sessions")).toHaveLength(1);
  expect(agent.call("hive", ["sessions"], { HIVE_ROOT: root }).stdout).toContain("5f0c2b1e");
});

test("its hook leaves the call to the user's settings' hook where hive is in both, and never to a project's", async () => {
  using agent = installed();
  const { root } = project();
  const projectDir = join(agent.dir.path, "project");
  const own = join(agent.dir.path, ".claude/settings.json");
  const env = { HIVE_ROOT: root, CLAUDE_PROJECT_DIR: projectDir, HIVE_WORKER_START: "never" };
  const pending = (): number => [...new Bun.Glob("*.json").scanSync({ cwd: join(root, "queue/pending") })].length;
  const call = (more = {}): number => {
    const before = pending();
    agent.call("hive-hook", [], { ...env, ...more }, payload("29-stop"));
    return pending() - before;
  };
  for (const name of [
    own,
    join(projectDir, ".claude/settings.json"),
    join(projectDir, ".claude/settings.local.json"),
  ]) {
    mkdirSync(join(name, ".."), { recursive: true });
    writeFileSync(name, install(null, HOOK));
  }
  expect(call()).toBe(0);
  // No variable makes another hook the plugin's: a project's settings may set any.
  const settings = { ...env, HOME: agent.dir.path, HIVE_BUN: process.execPath, ...ownDirectories(), HIVE_PLUGIN: "1" };
  const [before, stdin] = [pending(), Buffer.from(payload("29-stop"))];
  Bun.spawnSync([process.execPath, join(TOP, "src/cli/main.ts"), "hook"], { stdin, env: settings });
  expect(pending()).toBeGreaterThan(before);
  writeFileSync(own, "{}");
  expect(call()).toBeGreaterThan(0);
  // A project's settings may set a variable for the hook, too.
  expect(call({ CLAUDE_CONFIG_DIR: join(projectDir, ".claude") })).toBeGreaterThan(0);
});

test("without a Bun its hook exits 0, says so on standard error alone, and its command ends with 127", () => {
  using agent = installed();
  const script = join(agent.plugin, "bin/find-bun");
  writeFileSync(script, readFileSync(script, "utf8").replaceAll(/\/\S+\/bun\b/g, "/nowhere/bun"));
  const env = { HIVE_BUN: "", PATH: "/nowhere" };
  const { exitCode, stdout, stderr } = agent.call("hive-hook", [], env, payload("29-stop"));
  expect({ exitCode, stdout, says: stderr.includes("no Bun found") }).toEqual({ exitCode: 0, stdout: "", says: true });
  expect(agent.call("hive", ["status"], env).exitCode).toBe(127);
});

test("its manifest, hooks and marketplace name what is there", () => {
  const { version } = json("package.json");
  expect(json("plugin/.claude-plugin/plugin.json")).toMatchObject({ name: "hive", version });
  const { plugins } = json(".claude-plugin/marketplace.json") as { plugins: { source: string }[] };
  expect(plugins.map(({ source }) => source)).toEqual(["./plugin"]);
  const commands = JSON.stringify(json("plugin/hooks/hooks.json")).match(/"command":"[^"]+"/g);
  expect(new Set(commands)).toEqual(new Set(['"command":"${CLAUDE_PLUGIN_ROOT}/bin/hive-hook"']));
});

test("setup refuses inside the plugin, which brings its own hooks", () => {
  using agent = installed();
  const { exitCode, stderr } = agent.call("hive", ["setup", "--yes"], { HIVE_ROOT: agent.dir.root });
  expect({ exitCode, says: stderr.includes("plugin") }).toEqual({ exitCode: 20, says: true });
});
