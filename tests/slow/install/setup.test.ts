/**
 * `hive setup` as it is typed: nobody is written over unasked, what it says it did is done, and it can be undone.
 */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { findProjectPaths } from "../../../src/install/paths.ts";
import { install } from "../../../src/agents/claude-code/settings.ts";
import { CliProject } from "../../install/cli-project.ts";
import { ACCEPTED, HOOK } from "../../install/fixtures.ts";
import { launcherText } from "../../../src/install/hook/launcher.ts";
import { payload } from "../../support/hive.ts";
import { write } from "../../install/project.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const FOREIGN = ACCEPTED["two spaces, foreign hooks"]!;

const read = (path: string): string => fs.readFileSync(path, "utf8");

describe("hive setup", () => {
  test.each<[string, readonly string[], object, string]>([
    ["there is no terminal", [], {}, "not a terminal: pass --yes"],
    ["JSON is wanted", ["--json"], { isTTY: true }, "--json asks nothing: pass --yes"],
    ["CI is set", [], { isTTY: true, env: { CI: "1", HOME: "/tmp" } }, "CI is set: pass --yes"],
  ])("refuses to ask where %s, and names the flags", async (_why, args, io, message) => {
    using project = new CliProject();
    const before = project.files();
    const { code, err } = await project.hive(["setup", ...args], io);
    expect(err).toContain(message);
    expect(err).toContain("--scope project|local|user");
    expect(code).toBe(20);
    expect(project.files()).toEqual(before);
  });

  test("installs with --yes, proves it and says that the first hook starts the worker", async () => {
    using project = new CliProject();
    project.write(FOREIGN);
    const { code, out, err } = await project.hive(["setup", "--yes"]);
    expect(err).toBe("");
    expect(out).toContain(`+++ ${project.local}`);
    expect(out).toMatch(/the agent waits [\d.]+ m?s for the hook; its row was there after [\d.]+ m?s/);
    expect(out).toContain("The first hook starts the worker");
    expect(code).toBe(0);
    expect(read(project.local)).toBe(install(FOREIGN, HOOK));
    expect(read(join(project.root, ".gitignore"))).toBe("*\n");
    expect([fs.existsSync(join(project.root, "config.json")), fs.existsSync(project.config)]).toEqual([false, false]);
    expect(fs.existsSync(join(project.root, "hive.db"))).toBe(false);
  });

  test("leaves a project whose status is well, until the first call of the hook and after it", async () => {
    using project = new CliProject();
    await project.setUp();
    expect(await project.hive(["status"])).toMatchObject({ code: 0, out: expect.stringContaining("health      ok") });
    fs.mkdirSync(join(project.root, "queue"));
    expect((await project.hive(["status"])).out).toContain("warning     queue: missing: ");
  });

  test("changes nothing when it is run again", async () => {
    using project = new CliProject();
    await project.setUp("--interval", "30");
    const before = project.files();
    const { code, out } = await project.setUp();
    expect(out).toContain("Nothing to change");
    expect(code).toBe(0);
    expect(project.files()).toEqual(before);
  });

  test("writes only the answers that differ from the defaults, for this project, into the user's own file", async () => {
    using project = new CliProject();
    const { config } = project;
    await project.setUp("--interval", "60", "--restore", "always");
    expect(fs.existsSync(config)).toBe(false);
    await project.setUp("--interval", "0", "--worker", "never", "--restore", "off");
    const answers = { checkpointIntervalSeconds: 0, workerStart: "never", restore: "off" };
    expect(JSON.parse(read(config))).toEqual({ projects: { [project.path]: answers } });
    const own = (settings: object) => JSON.stringify({ batchSize: 5, projects: { [project.path]: settings } });
    fs.writeFileSync(config, own({ checkpointIntervalSeconds: 10, logLevel: "warn" }));
    await project.setUp("--interval", "60");
    expect(read(config)).toBe(own({ logLevel: "warn" }));
    await project.setUp("--scope", "user", "--interval", "20");
    expect(JSON.parse(read(config))).toMatchObject({ batchSize: 5, checkpointIntervalSeconds: 20 });
    expect(fs.existsSync(join(project.root, "config.json"))).toBe(false);
  });

  test("takes the scope where hive is already, else the local one", async () => {
    using project = new CliProject();
    await project.setUp("--scope", "user");
    const { out } = await project.setUp("--json");
    expect(JSON.parse(out)).toMatchObject({
      version: 2,
      agents: [{ agent: "claude-code", scope: "user" }],
      isChange: false,
      isWorkerRunning: false,
    });
    expect(fs.existsSync(project.local)).toBe(false);
  });

  test("proposes the user scope in the home directory, and says what another one means there", async () => {
    using project = new CliProject();
    const env = { ...project.env, HOME: project.path };
    expect((await project.hive(["setup", "--dry-run"], { env })).out).toContain(
      "+++ " + join(project.path, ".claude/settings.json"),
    );
    const { code, out } = await project.hive(["setup", "--yes", "--scope", "local"], { env });
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining("Note: this is the home directory") });
  });

  test("follows CLAUDE_CONFIG_DIR", async () => {
    using project = new CliProject();
    const directory = join(project.home, "elsewhere");
    await project.hive(["setup", "--yes", "--scope", "user"], {
      env: { ...project.env, CLAUDE_CONFIG_DIR: directory },
    });
    expect(read(join(directory, "settings.json"))).toBe(install(null, HOOK));
  });

  test("prints the diff with --dry-run and changes nothing", async () => {
    using project = new CliProject();
    project.write(FOREIGN);
    const before = project.files();
    const { code, out } = await project.hive(["setup", "--dry-run"]);
    expect(out).toContain(`--- ${project.local}\n+++ ${project.local}\n@@ -`);
    expect(code).toBe(0);
    expect(project.files()).toEqual(before);
  });

  test("refuses a file that is not JSON, with its path and line, and writes nothing", async () => {
    using project = new CliProject();
    project.write('{\n  "hooks": {\n');
    const before = project.files();
    const { code, err } = await project.setUp();
    expect(err).toContain(`${project.local}: it is not JSON`);
    expect(err).toContain("line 3");
    expect(code).toBe(20);
    expect(project.files()).toEqual(before);
  });

  test("refuses where all hooks are switched off, and writes nothing", async () => {
    using project = new CliProject();
    project.write('{ "disableAllHooks": true }\n');
    const before = project.files();
    const { code, err } = await project.setUp();
    expect(err).toContain('"disableAllHooks" keeps Claude Code from calling hive');
    expect(code).toBe(20);
    expect(project.files()).toEqual(before);
  });

  test.each([
    ["--scope", "everywhere"],
    ["--interval", "-1"],
    ["--interval", "soon"],
    ["--interval", "86401"],
    ["--worker", "service"],
    ["--restore", "maybe"],
  ])("refuses %s %s", async (flag, value) => {
    using project = new CliProject();
    const before = project.files();
    const { code } = await project.hive(["setup", "--yes", `${flag}=${value}`]);
    expect(code).toBe(20);
    expect(project.files()).toEqual(before);
  });

  test("refuses --root, which the hook would not know", async () => {
    using project = new CliProject();
    const { code, err } = await project.hive(["--root", "/tmp/x", "setup", "--yes"]);
    expect(err).toContain("setup takes no --root");
    expect(code).toBe(20);
  });
});

describe("hive setup --remove", () => {
  test("restores the settings and keeps what was saved", async () => {
    using project = new CliProject();
    project.write(FOREIGN);
    await project.setUp();
    fs.writeFileSync(join(project.root, "hive.db"), "");
    const { code, out } = await project.hive(["setup", "--remove", "--yes"]);
    expect(out).toContain("no longer calls hive");
    expect(code).toBe(0);
    expect(read(project.local)).toBe(FOREIGN);
    expect(fs.readdirSync(project.root).toSorted()).toEqual([".gitignore", "hive.db"]);
  });

  test("shows with --dry-run what it would do", async () => {
    using project = new CliProject();
    await project.setUp();
    const before = project.files();
    const { out } = await project.hive(["setup", "--remove", "--dry-run"]);
    expect(out).toContain("+++ /dev/null");
    expect(project.files()).toEqual(before);
  });

  test("says so when there is nothing to remove", async () => {
    using project = new CliProject();
    const { code, out } = await project.hive(["setup", "--remove", "--yes"]);
    expect(out).toContain("Nothing to remove");
    expect(code).toBe(0);
  });

  test("asks for the scope where hive is in two", async () => {
    using project = new CliProject();
    await project.setUp("--scope", "user");
    await project.setUp("--scope", "local");
    expect((await project.hive(["setup", "--remove", "--yes"])).code).toBe(20);
    expect((await project.hive(["setup", "--remove", "--yes", "--scope", "user"])).code).toBe(0);
    expect(fs.readdirSync(join(project.home, ".claude"))).toEqual([]);
  });

  test("needs --yes without a terminal", async () => {
    using project = new CliProject();
    expect((await project.hive(["setup", "--remove"])).code).toBe(20);
  });
});

const shared = (project: CliProject): string => join(project.path, ".claude/settings.json");

/** The hook as an agent of somebody calls it who has these directories. */
const call = (project: CliProject, env: Record<string, string>) => {
  const { hooks } = JSON.parse(read(shared(project))) as { hooks: { Stop: [{ hooks: [{ command: string }] }] } };
  const { command } = hooks.Stop[0].hooks[0];
  const { exitCode, stdout, stderr } = Bun.spawnSync(["/bin/sh", "-c", command], {
    stdin: Buffer.from(payload("29-stop")),
    env: { HIVE_ROOT: project.root, HIVE_WORKER_START: "never", ...env },
  });
  const pending = join(project.root, "queue/pending");
  const saved = fs.existsSync(pending) ? fs.readdirSync(pending).length : 0;
  return { exitCode, output: `${stdout.toString()}${stderr.toString()}`, saved };
};

describe("settings that are shared through git", () => {
  test("name no path of this machine, and start this machine's hook", async () => {
    using project = new CliProject();
    const { code, out } = await project.hive(["setup", "--yes", "--scope", "project"]);
    expect(out).toContain("Proved with a probe");
    expect(code).toBe(0);
    expect(read(shared(project))).not.toContain(project.home);
    expect(read(shared(project))).not.toContain(HOOK.command);
    const { XDG_DATA_HOME } = project.env;
    expect(call(project, { XDG_DATA_HOME, HOME: project.home })).toEqual({ exitCode: 0, output: "", saved: 1 });
    expect((await project.hive(["setup", "--check"])).code).toBe(0);
  });

  test.each<[string, (home: string) => void]>([
    ["has no hive", () => undefined],
    ["has deleted hive", (home) => write(launcherIn(home), launcherText({ command: "/gone/hive-hook", args: [] }))],
    ["has no home", (home) => fs.rmSync(home, { recursive: true })],
  ])("do nothing, without a word, for one who %s", async (_who, prepare) => {
    using project = new CliProject();
    await project.setUp("--scope", "project");
    prepare(project.home);
    expect(call(project, { HOME: project.home })).toEqual({ exitCode: 0, output: "", saved: 0 });
  });

  test("are checked by what they start here, and a setup of one who shares them changes his own file alone", async () => {
    using project = new CliProject();
    await project.setUp("--scope", "project");
    const text = read(shared(project));
    const env = { HOME: project.home, PATH: project.env.PATH };
    const { code, out } = await project.hive(["setup", "--check"], { env });
    expect(out).toContain(`the hook cannot be run: ${launcherIn(project.home)}`);
    expect(code).toBe(3);
    expect((await project.hive(["setup", "--yes"], { env })).out).toContain(`+++ ${launcherIn(project.home)}`);
    expect(read(shared(project))).toBe(text);
    expect((await project.hive(["setup", "--check"], { env })).code).toBe(0);
  });

  test("that name a path of one machine, as an older hive wrote them, are told of", async () => {
    using project = new CliProject();
    write(shared(project), install(null, HOOK));
    const { out } = await project.hive(["setup", "--check"]);
    expect(out).toContain("it names a path of this machine");
    await project.setUp("--scope", "project");
    expect(read(shared(project))).not.toContain(HOOK.command);
  });
});

const launcherIn = (home: string): string => join(home, ".local/share/hive/hive-hook");

describe("the project", () => {
  test("is the nearest repository above, else the directory itself", () => {
    using project = new CliProject();
    const below = join(project.path, "a", "b");
    fs.mkdirSync(below, { recursive: true });
    expect(findProjectPaths(below, project.env)).toMatchObject({ project: project.path, isGit: true, hasAgent: true });
    expect(findProjectPaths(project.home, project.env)).toMatchObject({ project: project.home, isGit: false });
  });
});
