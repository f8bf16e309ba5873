/** `hive status` and `hive setup --check` say "ok" only where the whole chain is: agent, its settings, its policies, the program. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { findHookBans, readSettings } from "../../src/agents/claude-code/hook-bans.ts";
import { install } from "../../src/agents/claude-code/settings.ts";
import { DEFAULTS } from "../../src/base/config/config.ts";
import { checkInstallation } from "../../src/doctor/installation.ts";
import { readStatus } from "../../src/doctor/status.ts";
import { interpretedHook } from "../../src/install/hook/command.ts";
import { findProjectPaths, type Scope } from "../../src/install/paths.ts";
import { CliProject } from "../install/cli-project.ts";
import { planInstall } from "../../src/install/plan.ts";
import { makeProject, NO_ANSWERS } from "../install/project.ts";
import { cli } from "../support/cli.ts";
import { callHook, drain, payload } from "../support/hive.ts";
import { logElsewhere } from "../support/hook/hook-log.ts";
import { shellWord } from "../../src/platform/own-command.ts";
import { tempDir } from "../support/temp-dir.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(120_000);

const write = (path: string, text: string): void => {
  fs.mkdirSync(join(path, ".."), { recursive: true });
  fs.writeFileSync(path, text);
};

/** A project whose settings of one scope call hive, from source: nothing has to be compiled. */
function installed(scope: Scope = "local") {
  const dir = tempDir();
  const paths = makeProject(dir.path);
  planInstall(paths, scope, NO_ANSWERS, interpretedHook()).make();
  const policies = join(dir.path, "policies");
  return {
    paths,
    write,
    policies,
    check: (cwd = paths.project) => checkInstallation(paths, cwd, undefined, policies),
    status: () => readStatus(paths.root, Date.now(), DEFAULTS, { project: paths, env: paths.env }),
    [Symbol.dispose]: () => dir[Symbol.dispose](),
  };
}

const problems = (report: { readonly findings: ReadonlyArray<{ level: string; code: string; found: string }> }) =>
  report.findings.filter(({ level }) => level === "problem").map(({ code, found }) => `${code}: ${found}`);

test("a project whose settings call hive is well, in status and in the check", async () => {
  using it = installed();
  expect(problems(await it.check())).toEqual([]);
  expect(problems(await it.status())).toEqual([]);
});

test("where no agent that hive knows is found, the check says so", async () => {
  using dir = tempDir();
  const paths = makeProject(dir.path);
  const check = async (): Promise<string | undefined> =>
    problems(await checkInstallation(findProjectPaths(paths.project, paths.env), paths.project))[0];
  expect(await check()).toEndWith("; of the agents that hive knows none was found for this user");
  fs.mkdirSync(paths.agentDirectory, { recursive: true });
  expect(await check()).toEndWith("no agent calls it");
});

test("a project in which no agent calls hive is not", async () => {
  using dir = tempDir();
  const paths = makeProject(dir.path);
  const found = `hive is not in the project, local, user settings of ${paths.project}: no agent calls it`;
  const told = [`hooks: ${found}; of the agents that hive knows none was found for this user`];
  expect(problems(await checkInstallation(paths, paths.project))).toEqual(told);
  const status = await readStatus(paths.root, Date.now(), DEFAULTS, { project: paths, env: paths.env });
  expect({ problems: status.problems, hooks: status.hooks, isHealthy: status.isHealthy }).toEqual({
    problems: told,
    hooks: [],
    isHealthy: false,
  });
});

// field/11-policy.sh
describe("hooks are forbidden by", () => {
  const MANAGED = '{"allowManagedHooksOnly": true}';
  test.each<[string, (it: ReturnType<typeof installed>) => string, string, string]>([
    ["a switch of the user", ({ paths }) => paths.settings.user, '{"disableAllHooks": true}', '"disableAllHooks" in '],
    ["the policy of the server", ({ paths }) => join(paths.agentDirectory, "remote-settings.json"), MANAGED, "alone"],
    ["the policy of the machine", ({ policies }) => join(policies, "managed-settings.json"), MANAGED, "alone"],
    ["a policy that is dropped in", ({ policies }) => join(policies, "managed-settings.d/9.json"), MANAGED, "alone"],
    [
      "a policy that switches them off",
      ({ policies }) => join(policies, "managed-settings.json"),
      '{"disableAllHooks": true}',
      "switches all hooks off",
    ],
    [
      "a policy for plugins",
      ({ policies }) => join(policies, "managed-settings.json"),
      '{"strictPluginOnlyCustomization": ["hooks"]}',
      "of plugins alone",
    ],
    [
      "a variable that settings set",
      ({ paths }) => paths.settings.project,
      '{"env": {"CLAUDE_CODE_SIMPLE": "1"}}',
      "sets CLAUDE_CODE_SIMPLE",
    ],
    ["a policy that is no JSON", ({ policies }) => join(policies, "managed-settings.json"), "{", "may forbid hooks"],
  ])("%s", async (_name, file, text, found) => {
    using it = installed();
    it.write(file(it), text);
    expect(problems(await it.check())).toEqual([expect.stringMatching(/^policy: /)]);
    expect(problems(await it.check())[0]).toContain(found);
    expect(problems(await it.check())[0]).toContain(file(it));
  });

  test("a variable of the environment", () => {
    const levels = { claude: "/none", settings: [], policies: "/none" };
    expect(findHookBans(levels, { CLAUDE_CODE_SAFE_MODE: "1", CLAUDE_CODE_SIMPLE: "0" })).toMatchObject([
      { found: "the environment sets CLAUDE_CODE_SAFE_MODE: Claude Code runs no hooks" },
    ]);
  });
});

test("a switch that a stronger file takes back forbids nothing, and a project's cannot play the administrator", async () => {
  using it = installed();
  it.write(it.paths.settings.user, '{"disableAllHooks": true}');
  it.write(it.paths.settings.project, '{"disableAllHooks": false, "allowManagedHooksOnly": true}');
  expect(problems(await it.check())).toEqual([]);
});

test("hooks of the project's settings are not read where an agent starts in a directory below", async () => {
  using it = installed("project");
  const below = join(it.paths.project, "packages/web");
  expect(problems(await it.check())).toEqual([]);
  expect(problems(await it.check(below))).toEqual([
    `hooks: an agent that is started in ${below} does not read ${it.paths.settings.project}`,
  ]);
  it.write(it.paths.settings.local, install(null, interpretedHook()));
  expect(problems(await it.check(below))).toEqual([]);
});

describe("the program", () => {
  test.each<[string, string, string]>([
    ["fails", "#!/bin/sh\nexit 7\n", "the hook ends with exit code 7"],
    ["is for another machine", "\u007FELF", "the hook does not start"],
    ["prints something", "#!/bin/sh\necho hello\n", "the hook prints something"],
    ["ends well and saves nothing", "#!/bin/sh\nexit 0\n", "the hook runs, but saves nothing"],
  ])("is a problem where it %s, and the user's own settings name it", async (_name, text, found) => {
    using it = installed();
    const hook = join(it.paths.project, "../hive-hook");
    fs.writeFileSync(hook, text, { mode: 0o700 });
    fs.rmSync(it.paths.settings.local);
    it.write(it.paths.settings.user, install(null, { command: hook, args: [] }));
    expect(problems(await it.status())).toEqual([expect.stringContaining(`program: ${found}`)]);
  });

  test("is not started where only a project's settings name it", async () => {
    using it = installed();
    const hook = join(it.paths.project, "hive-hook");
    fs.writeFileSync(hook, `#!/bin/sh\ntouch ${hook}.ran\n`, { mode: 0o700 });
    it.write(it.paths.settings.local, install(null, { command: hook, args: [] }));
    expect(problems(await it.status())).toEqual([expect.stringContaining("is another installation's")]);
    expect(fs.existsSync(`${hook}.ran`)).toBe(false);
  });
});

/** Takes hive out of the settings, and has it as a plugin instead. */
const usePlugin = (it: ReturnType<typeof installed>, isEnabled: boolean): void => {
  const { command, args } = interpretedHook();
  const path = join(it.paths.agentDirectory, "plugins/cache/market/hive/1.0.0");
  fs.rmSync(it.paths.settings.local);
  it.write(join(path, "bin/hive-hook"), `#!/bin/sh\nexec ${[command, ...args].map(shellWord).join(" ")}\n`);
  fs.chmodSync(join(path, "bin/hive-hook"), 0o700);
  const plugins = { "hive@market": [{ scope: "user", installPath: path, version: "1.0.0" }] };
  it.write(join(it.paths.agentDirectory, "plugins/installed_plugins.json"), JSON.stringify({ version: 2, plugins }));
  it.write(it.paths.settings.user, JSON.stringify({ enabledPlugins: { "hive@market": isEnabled } }));
};

describe("the plugin", () => {
  test("calls hive where it is switched on, also where only plugins may", async () => {
    using it = installed();
    usePlugin(it, true);
    it.write(join(it.policies, "managed-settings.json"), '{"strictPluginOnlyCustomization": true}');
    const report = await it.check();
    expect(report.installed).toEqual(["plugin"]);
    expect(problems(report)).toEqual([]);
  });

  test("calls nothing where it is switched off", async () => {
    using it = installed();
    usePlugin(it, false);
    expect(problems(await it.check())).toEqual([expect.stringContaining("no agent calls it")]);
  });
});

test("status and the check say when the last call came, though no worker has applied it", async () => {
  using it = installed();
  expect((await it.status()).lastCallAt).toBeNull();
  const beforeMs = Date.now();
  await callHook(it.paths.root, payload("29-stop"));
  const { lastCallAt, hooks } = await it.status();
  expect(Date.parse(lastCallAt!)).toBeWithin(beforeMs - 1, Date.now() + 1);
  expect((await it.check()).lastCallAt).toBe(lastCallAt);
  expect(hooks).toEqual([{ agent: "claude-code", where: "local" }]);
});

// field/16-cut-off-payload.jsonl
test("payloads that could not be read are counted, where nothing else was ever saved", async () => {
  using project = new CliProject();
  const env = { CLAUDE_PROJECT_DIR: project.path, HOME: project.home };
  const cut = JSON.stringify({ session_id: "s1", cwd: project.path, content: "x".repeat(200_000) }).slice(0, 65_536);
  await callHook("", cut, env);
  await callHook("", `{"session_id":"s1","cwd":"${project.path}","prompt":"a\nb"}`, env);
  const { out } = await project.hive(["status"]);
  expect(out).toContain(
    "warning     payloads: 2 payloads could not be read in the last 24 h, and nothing of them is saved",
  );
});

test("an agent that hive knows few words of is named, and the others with their last calls", async () => {
  using it = installed();
  await callHook(it.paths.root, payload("29-stop"));
  const goose = { event: "Stop", session_id: "o1", working_dir: it.paths.project };
  await callHook(it.paths.root, JSON.stringify(goose));
  await drain(it.paths.root);
  const { findings } = await it.status();
  const { level, found } = findings.find(({ code }) => code === "calls")!;
  expect(level).toBe("warning");
  expect(found).toContain("hive knows few words of goose");
  await callHook(it.paths.root, JSON.stringify({ event: "stop", session_id: "o2" }));
  await drain(it.paths.root);
  const { findings: more } = await it.status();
  expect(more.find(({ code }) => code === "calls")!.found).toMatch(
    /hive knows few words of (?:goose, an agent that it does not recognize|an agent that it does not recognize, goose), /,
  );
  for (const agent of ["goose", "claude-code"]) expect(found).toMatch(new RegExp(`${agent} \\d+ \\w+ ago`));
});

// field/13-chmod.jsonl
test("a mode that was changed is told by status", async () => {
  using it = installed();
  await callHook(it.paths.root, payload("29-stop"));
  fs.chmodSync(it.paths.root, 0o755);
  expect(problems(await it.status())).toContain(`permissions: open to others: ${it.paths.root} (755)`);
});

test("settings are read as they stand: with a byte order mark, empty, broken, none", () => {
  using dir = tempDir();
  const path = join(dir.path, "settings.json");
  const read = (text: string) => (fs.writeFileSync(path, text), readSettings(path));
  expect(read('\uFEFF{"a": 1}')).toEqual({ a: 1 });
  expect(read(" \n")).toBeNull();
  expect(read("[]")).toBe("unreadable");
  expect(readSettings(join(dir.path, "none"))).toBeNull();
});

// field/17-names-and-users.sh
test("a directory whose name is not UTF-8 is told of, by the commands and by the hook's log, and no other is made", async () => {
  using dir = tempDir();
  const made = Bun.spawnSync(["sh", "-c", `mkdir "$(printf 'caf\\351')" && ls | od -An -c`], { cwd: dir.path });
  const mangled = join(dir.path, "caf\uFFFD");
  const { stderr, exitCode } = await cli(["status"], { cwd: mangled });
  expect(stderr).toContain("has a name that is not UTF-8, which Bun cannot find: rename it");
  expect(exitCode).toBe(30);
  await callHook("", payload("29-stop", { cwd: mangled }), { CLAUDE_PROJECT_DIR: mangled });
  expect(logElsewhere(join(mangled, ".hive-mind"))).toContain("has a name that is not UTF-8");
  const after = Bun.spawnSync(["sh", "-c", "ls | od -An -c"], { cwd: dir.path });
  expect(after.stdout.toString()).toBe(made.stdout.toString());
});

// field/17-names-and-users.sh: needs root, to be a user whom the system does not know.
test.if(process.geteuid?.() === 0 && Bun.which("setpriv") !== null)(
  "a user without a home gets a finding, and no bug",
  async () => {
    using dir = tempDir();
    fs.chmodSync(dir.path, 0o777);
    const main = join(import.meta.dir, "../../src/cli/main.ts");
    const user = [
      "setpriv",
      "--reuid=54321",
      "--regid=54321",
      "--clear-groups",
      "env",
      "-u",
      "HOME",
      "-u",
      "XDG_DATA_HOME",
    ];
    for (const command of [["status"], ["doctor"], ["setup", "--check"]]) {
      const child = Bun.spawn([...user, process.execPath, main, ...command], {
        cwd: dir.path,
        stdout: "pipe",
        stderr: "pipe",
      });
      const [text, errors] = [await child.stdout.text(), await child.stderr.text()];
      expect({ command, code: await child.exited, errors }).toEqual({
        command,
        code: 3,
        errors: expect.stringMatching(/^hive: \d problems?, see above\n$/),
      });
      expect(text).toContain("PROBLEM     hooks: ");
      expect(text).not.toContain("could not be checked");
      if (command[0] !== "setup") expect(text).toContain("no home directory is known");
    }
  },
);

// field/13b-drvfs.sh
test.if(Bun.which("strace") !== null)("a file system without modes is told of, with what to do", async () => {
  using it = installed();
  fs.chmodSync(it.paths.root, 0o777);
  const main = join(import.meta.dir, "../../src/cli/main.ts");
  const refusing = [
    "strace",
    "-f",
    "-qq",
    "-e",
    "trace=chmod,fchmod,fchmodat",
    "-e",
    "inject=chmod,fchmod,fchmodat:error=EPERM",
    "-o",
    "/dev/null",
  ];
  const child = Bun.spawn([...refusing, process.execPath, main, "status"], {
    cwd: it.paths.project,
    env: { ...process.env, HOME: join(it.paths.project, "../home") },
    stdout: "pipe",
  });
  const text = await child.stdout.text();
  expect(text).toContain(`permissions: open to others: ${it.paths.root} (777); this file system keeps no modes`);
  expect(text).toContain("hive setup --root-outside");
});
