/** The Claude Code plugin, as an agent has it: a directory of its own, built from the sources. */
import { afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { install } from "../../../src/agents/claude-code/settings.ts";
import { endProjects, newWorker, project } from "../../support/workers/background.ts";
import { copyPlugin } from "../../support/versions/built-plugin.ts";
import { drained, payload, rows } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { waitFor } from "../../support/wait-for.ts";
import { statIn } from "../../../src/platform/process/process-stat.ts";
import { HOOK } from "../../install/fixtures.ts";
import { ownDirectories } from "../../support/settings.ts";
import { ensureHook } from "../../doctor/healthy-project.ts";

setDefaultTimeout(120_000);
beforeAll(ensureHook);
afterEach(endProjects);

const TOP = resolve(import.meta.dir, "../../..");
const json = (path: string) => JSON.parse(readFileSync(join(TOP, path), "utf8")) as Record<string, unknown>;

/** The plugin where an agent has put it, called with an environment that knows no Bun. */
function installed() {
  const dir = tempDir();
  const plugin = join(dir.path, "cache/hive");
  copyPlugin(plugin);
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

test("the copy in git works: it says its manifest's version, and its hook saves a payload", () => {
  using dir = tempDir();
  const plugin = join(dir.path, "plugin");
  cpSync(join(TOP, "plugin"), plugin, { recursive: true });
  const call = (program: string, argument: string) =>
    Bun.spawnSync([join(plugin, "bin", program), argument], {
      stdin: Buffer.from(payload("29-stop")),
      env: { HOME: dir.path, HIVE_BUN: process.execPath, HIVE_ROOT: dir.root, HIVE_WORKER_START: "never" },
    });
  const { version } = json("plugin/.claude-plugin/plugin.json") as { version: string };
  expect(call("hive", "--version").stdout.toString()).toStartWith(`${version}\n`);
  expect(call("hive-hook", "").exitCode).toBe(0);
  expect([...new Bun.Glob("*.json").scanSync({ cwd: join(dir.root, "queue/pending") })]).toHaveLength(1);
});

test("its files are named the same whatever is in them", () => {
  using agent = installed();
  const names = [...new Bun.Glob("*.js").scanSync({ cwd: join(agent.plugin, "dist") })];
  expect(names).toContain("capture-main.js");
  expect(names.filter((name) => /-[0-9a-z]{8}\.js$/.test(name) && /\d/.test(name))).toEqual([]);
});

test("its hook loads none of the commands", () => {
  using agent = installed();
  rmSync(join(agent.plugin, "dist/cli-program.js"));
  agent.call("hive-hook", [], { HIVE_ROOT: agent.dir.root, HIVE_WORKER_START: "never" }, payload("29-stop"));
  expect([...new Bun.Glob("*.json").scanSync({ cwd: join(agent.dir.root, "queue/pending") })]).toHaveLength(1);
});

test("its hook saves a payload and starts a worker, with no PATH and no package beside it", async () => {
  using agent = installed();
  const { root } = project();
  const outcome = agent.call("hive-hook", [], { HIVE_ROOT: root }, payload("29-stop"));
  expect(outcome).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  await newWorker(root);
  await drained(root);
  expect(rows(root, "SELECT id FROM sessions")).toHaveLength(1);
  expect(agent.call("hive", ["sessions"], { HIVE_ROOT: root }).stdout).toContain("5f0c2b");
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

test.each<[string, string]>([
  ["an entry whose program is gone", install(null, { command: "/gone/dist/hive-hook", args: [] })],
  ["an entry whose program may not be run", install(null, { command: "DIR/hive-hook", args: [] })],
  ["an entry for another event alone", install(null, HOOK).replace('"Stop"', '"Halt"')],
  [
    "an entry for some of the calls",
    install(null, HOOK).replace('"Stop": [\n      {', '"Stop": [\n      { "matcher": "Bash",'),
  ],
  ["settings that do not parse", install(null, HOOK).slice(0, -3)],
  ["the text of an entry in another setting", JSON.stringify({ env: { X: HOOK.command }, hooks: {} })],
])("its hook saves the call itself where the user's settings have %s", (_what, settings) => {
  using agent = installed();
  const own = join(agent.dir.path, ".claude/settings.json");
  mkdirSync(join(own, ".."), { recursive: true });
  writeFileSync(join(agent.dir.path, "hive-hook"), "", { mode: 0o600 });
  writeFileSync(own, settings.replaceAll("DIR", agent.dir.path));
  agent.call("hive-hook", [], { HIVE_ROOT: agent.dir.root, HIVE_WORKER_START: "never" }, payload("29-stop"));
  expect([...new Bun.Glob("*.json").scanSync({ cwd: join(agent.dir.root, "queue/pending") })]).toHaveLength(1);
});

test.each([
  ["plugins alone may have hooks", '{"strictPluginOnlyCustomization": ["hooks"]}'],
  ["an administrator's hooks alone run", '{"allowManagedHooksOnly": true}'],
  ["it cannot be read", "{"],
])("its hook saves the call itself where a policy forbids the settings' hook: %s", (_what, policy) => {
  using agent = installed();
  const claude = join(agent.dir.path, ".claude");
  mkdirSync(claude, { recursive: true });
  writeFileSync(join(claude, "settings.json"), install(null, HOOK));
  writeFileSync(join(claude, "remote-settings.json"), policy);
  agent.call("hive-hook", [], { HIVE_ROOT: agent.dir.root, HIVE_WORKER_START: "never" }, payload("29-stop"));
  expect([...new Bun.Glob("*.json").scanSync({ cwd: join(agent.dir.root, "queue/pending") })]).toHaveLength(1);
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
  using agent = installed();
  const built = (path: string): unknown => JSON.parse(readFileSync(join(agent.plugin, path), "utf8"));
  const { version } = json("package.json");
  expect(built(".claude-plugin/plugin.json")).toMatchObject({ name: "hive", version });
  const { plugins } = json(".claude-plugin/marketplace.json") as { plugins: { source: string }[] };
  expect(plugins.map(({ source }) => source)).toEqual(["./plugin"]);
  const commands = JSON.stringify(built("hooks/hooks.json")).match(/"command":"[^"]+"/g);
  expect(new Set(commands)).toEqual(new Set(['"command":"${CLAUDE_PLUGIN_ROOT}/bin/hive-hook"']));
});

test("setup refuses inside the plugin, which brings its own hooks", () => {
  using agent = installed();
  const { exitCode, stderr } = agent.call("hive", ["setup", "--yes"], { HIVE_ROOT: agent.dir.root });
  expect({ exitCode, says: stderr.includes("plugin") }).toEqual({ exitCode: 20, says: true });
});

/** The plugin's data directory, as the agent names it, and the worker that ends soon. */
async function compiled(agent: ReturnType<typeof installed>, data: string): Promise<void> {
  const { root } = project({ idleExitSeconds: 1 });
  mkdirSync(data, { recursive: true });
  agent.call("hive-hook", [], { HIVE_ROOT: root, CLAUDE_PLUGIN_DATA: data }, payload("29-stop"));
  await newWorker(root);
  await waitFor(() => logOf(root).includes("compiled"), { timeoutMs: 60_000, describe: () => logOf(root) });
}

const logOf = (root: string): string => readFileSync(join(root, "logs/worker.log"), "utf8");

test("after its first session its hook is compiled into the plugin's data directory, and needs no Bun then", async () => {
  using agent = installed();
  const data = join(agent.dir.path, "plugin-data");
  await compiled(agent, data);
  const find = join(agent.plugin, "bin/find-bun");
  writeFileSync(find, readFileSync(find, "utf8").replaceAll(/\/\S+\/bun\b/g, "/nowhere/bun"));
  const env = { HIVE_BUN: "", PATH: "/nowhere", HIVE_ROOT: agent.dir.root, HIVE_WORKER_START: "never" };
  const pending = (): number =>
    [...new Bun.Glob("*.json").scanSync({ cwd: join(agent.dir.root, "queue/pending") })].length;
  const call = () => agent.call("hive-hook", [], { ...env, CLAUDE_PLUGIN_DATA: data }, payload("29-stop"));
  expect(call()).toEqual({ exitCode: 0, stdout: "", stderr: "" });
  expect(pending()).toBe(1);
  // An update is another copy: the hook that was compiled for this one is not started.
  const updated = join(agent.dir.path, "updated");
  cpSync(agent.plugin, updated, { recursive: true, filter: (path) => !path.endsWith("/compiled") });
  const stdin = Buffer.from(payload("29-stop"));
  const own = { HOME: agent.dir.path, ...ownDirectories(), ...env, CLAUDE_PLUGIN_DATA: data };
  expect(Bun.spawnSync([join(updated, "bin/hive-hook")], { stdin, env: own }).stderr.toString()).toContain("no Bun");
  expect(readdirSync(data)).toEqual(["hook"]);
  expect(readdirSync(join(data, "hook"))).toHaveLength(1);
  // A removal takes the data directory: the link leads nowhere.
  rmSync(data, { recursive: true });
  expect(call().stderr).toContain("no Bun found");
});

/** A process that nobody has waited for is still listed. */
function hasEnded(pid: number): boolean {
  const path = `/proc/${pid}/stat`;
  return !existsSync(path) || statIn(readFileSync(path, "utf8"))?.state === "Z";
}

test("its hook is compiled into no project, whatever a variable says", async () => {
  using agent = installed();
  const { root } = project({ idleExitSeconds: 1 });
  const path = join(agent.dir.path, "cloned");
  const data = join(path, "data");
  mkdirSync(data, { recursive: true });
  const env = { HIVE_ROOT: root, CLAUDE_PLUGIN_DATA: data, CLAUDE_PROJECT_DIR: path };
  agent.call("hive-hook", [], env, payload("29-stop"));
  const { pid } = await newWorker(root);
  await waitFor(() => hasEnded(pid), { timeoutMs: 60_000 });
  expect(readdirSync(data)).toEqual([]);
});
