/** `hive setup` for every agent that it knows, and what takes it out again. */
import { describe, expect, test } from "bun:test";
import * as fs from "node:fs";
import { dirname, join, relative } from "node:path";
import { AGENT_NAMES, AGENTS } from "../../src/agents/agents.ts";
import { callHook } from "../support/hive.ts";
import { CliProject } from "./cli-project.ts";

const read = (path: string): string | null => (fs.existsSync(path) ? fs.readFileSync(path, "utf8") : null);
const write = (path: string, text: string): void => {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, text);
};

const GROUPS = `{
  // mine
  "hooks": { "Stop": [ { "hooks": [ {"type": "command", "command": "notify-send done"} ] } ] }
}
`;
const FLAT = `{
  "version": 1,
  "hooks": { "sessionEnd": [ {"type": "command", "command": "notify-send done"} ] }
}
`;

/** The file of each agent's user, and what somebody else may have in it. */
const FILES: ReadonlyArray<readonly [agent: string, path: string, foreign: string | null, broken: string]> = [
  ["claude-code", ".claude/settings.json", GROUPS, "{"],
  ["codex", ".codex/hooks.json", GROUPS.replace("  // mine\n", ""), "{ /* mine */ }"],
  ["gemini", ".gemini/settings.json", GROUPS, "{"],
  ["qwen", ".qwen/settings.json", GROUPS, "{"],
  ["copilot", ".copilot/hooks/hive.json", FLAT, "{"],
  ["vscode", ".copilot/hooks/hive.json", FLAT, "{"],
  ["cursor", ".cursor/hooks.json", FLAT, "{"],
  ["opencode", ".config/opencode/plugins/hive.ts", null, "export const Mine = async () => ({});\n"],
];

test("each agent has its file here", () => {
  expect(FILES.map(([agent]) => agent)).toEqual([...AGENT_NAMES]);
});

describe.each(FILES)("hive setup --agent %s", (agent, name, foreign, broken) => {
  const flags = ["--agent", agent, "--scope", "user"];

  test.each([
    ["no file", null],
    ["what others have", foreign],
  ])("leaves every byte of %s when it is taken out, and changes nothing the second time", async (_what, text) => {
    using project = new CliProject();
    const path = join(project.home, name);
    if (text !== null) write(path, text);
    const before = project.files();
    expect((await project.setUp(...flags)).code).toBe(0);
    const installed = read(path)!;
    expect(installed).toContain("hive-hook");
    if (text !== null) expect(installed).toContain("notify-send done");
    const again = await project.setUp(...flags);
    expect([again.out, read(path)]).toEqual([expect.stringContaining("Nothing to change"), installed]);
    expect((await project.hive(["setup", "--remove", "--yes", ...flags])).code).toBe(0);
    expect(read(path)).toBe(text);
    // The project's queue is kept out of git from the first setup on.
    const after = Object.entries(project.files()).filter(([file]) => !file.endsWith(".hive-mind/.gitignore"));
    expect(Object.fromEntries(after)).toEqual(before);
  });

  test("leaves the empty directories that were there when it is taken out, and none that it made", async () => {
    using project = new CliProject();
    const top = join(project.home, name.startsWith(".config/") ? ".config/opencode" : name.split("/")[0]!);
    for (const was of [true, false]) {
      if (was) fs.mkdirSync(top, { recursive: true });
      await project.setUp(...flags);
      expect((await project.hive(["setup", "--remove", "--yes", ...flags])).code).toBe(0);
      expect([fs.existsSync(top), fs.existsSync(join(project.home, dirname(name)))]).toEqual([
        was,
        was && dirname(name) === relative(project.home, top),
      ]);
      fs.rmSync(top, { recursive: true, force: true });
    }
  });

  test("changes no file that the agent does not read", async () => {
    using project = new CliProject();
    const path = join(project.home, name);
    write(path, broken);
    const { code, err } = await project.setUp(...flags);
    expect([code, err]).toEqual([20, expect.stringContaining(path)]);
    expect(read(path)).toBe(broken);
  });

  test("is undone by hive uninstall", async () => {
    using project = new CliProject();
    const path = join(project.home, name);
    if (foreign !== null) write(path, foreign);
    await project.setUp(...flags);
    expect((await project.hive(["uninstall", "--yes", "--delete-data"])).code).toBe(0);
    expect(read(path)).toBe(foreign);
  });

  test("names no path of this machine where the file is shared", async () => {
    using project = new CliProject();
    const { code, out } = await project.setUp("--agent", agent, "--scope", "project");
    expect([code, out]).toEqual([0, expect.stringContaining("names no path of this machine".replace("names", "name"))]);
    const shared = Object.entries(project.files()).filter(
      ([file, text]) => file.startsWith(project.path) && text.includes("hive-hook"),
    );
    expect(shared).toHaveLength(1);
    expect(shared[0]![1]).not.toContain(project.path);
    expect(shared[0]![1]).toContain("XDG_DATA_HOME");
  });
});

/** A home in which several agents were started once. */
function withAgents(...directories: readonly string[]): CliProject {
  const project = new CliProject();
  for (const name of directories) fs.mkdirSync(join(project.home, name), { recursive: true });
  return project;
}

interface SetupJson {
  readonly version: number;
  readonly isChange: boolean;
  readonly agents: ReadonlyArray<{ readonly agent: string; readonly scope: string; readonly isChange: boolean }>;
}
const agentsIn = (out: string): string[] =>
  (JSON.parse(out) as SetupJson).agents.map(({ agent, scope }) => `${agent} ${scope}`);

test("setup without a name is for all agents that are found, each with its most private file", async () => {
  using project = withAgents(".codex", ".cursor", ".config/opencode");
  const { code, out } = await project.setUp("--json");
  expect(code).toBe(0);
  expect(agentsIn(out)).toEqual(["claude-code local", "codex user", "cursor user", "opencode user"]);
  const status = JSON.parse((await project.hive(["status", "--json"])).out) as { readonly hooks: object[] };
  expect(status.hooks).toHaveLength(4);
  expect(agentsIn((await project.hive(["setup", "--remove", "--yes", "--json"])).out)).toHaveLength(4);
  for (const [, name] of FILES) expect(read(join(project.home, name))).toBeNull();
  expect(read(project.local)).toBeNull();
});

test("a scope leaves out the agents without a file of it", async () => {
  using project = withAgents(".codex");
  expect(agentsIn((await project.setUp("--json", "--scope", "local")).out)).toEqual(["claude-code local"]);
  expect(agentsIn((await project.setUp("--json", "--scope", "user")).out)).toEqual(["claude-code user", "codex user"]);
});

test("several names are several agents, found or not, and VS Code is Copilot", async () => {
  using project = withAgents();
  const { out } = await project.setUp("--json", "--agent", "gemini", "vscode");
  expect(agentsIn(out)).toEqual(["gemini user", "copilot user"]);
});

test("VS Code's directory shows that hooks of Copilot's are read here", async () => {
  using project = withAgents(".config/Code");
  expect(agentsIn((await project.setUp("--json")).out)).toEqual(["claude-code local", "copilot user"]);
});

test("where the file of one agent is broken, none is changed", async () => {
  using project = withAgents(".codex");
  write(join(project.home, ".codex/hooks.json"), "{");
  const before = project.files();
  expect((await project.setUp()).code).toBe(20);
  expect(project.files()).toEqual(before);
});

test("a removal leaves a broken file alone and names it", async () => {
  using project = withAgents();
  await project.setUp();
  const path = join(project.home, ".codex/hooks.json");
  write(path, "{");
  const { code, out } = await project.hive(["setup", "--remove", "--yes"]);
  expect([code, out]).toEqual([0, expect.stringContaining(path)]);
  expect(read(project.local)).toBeNull();
  expect(read(path)).toBe("{");
});

test("each agent says what is to be done before it calls hive, or that nothing is", async () => {
  using project = withAgents(".codex", ".gemini");
  const { out } = await project.setUp();
  expect(out).toContain("Written: the user settings of Codex now call hive.");
  expect(out).toContain("type /hooks, and trust hive's");
  expect(out).toContain("it reads its settings at its start");
  for (const { settings } of AGENTS)
    expect(settings.install(null, { command: "/a/hive-hook", args: [] })).not.toContain("trusted_hash");
});

test("Cursor is given a session's state by a file of rules on request, which a removal takes out", async () => {
  using project = withAgents(".cursor");
  const at = { cwd: project.path, session_id: "s-1" };
  const prompt = JSON.stringify({ ...at, hook_event_name: "UserPromptSubmit", prompt: "Add two to math.ts" });
  await callHook(project.root, prompt);
  await project.setUp("--agent", "cursor", "--scope", "user");
  const before = project.files();
  const path = join(project.path, ".cursor/rules/hive.mdc");
  const { code, out } = await project.hive(["resume", "s-1", "--for", "cursor", "--rules"]);
  expect([code, out]).toEqual([0, expect.stringContaining(path)]);
  expect(read(path)).toStartWith(
    "---\ndescription: hive's records of an earlier session\nalwaysApply: true\n---\nhive: ",
  );
  expect(read(path)).toContain("Add two to math.ts");
  const removed = await project.hive(["setup", "--remove", "--yes", "--agent", "cursor"]);
  expect(removed.out).toContain(`${path} is removed as well`);
  expect(fs.readdirSync(join(project.path, ".cursor"))).toEqual([]);
  expect(Object.keys(before).filter((file) => file.includes(".cursor/rules"))).toEqual([]);
});

test("a file of rules that hive did not write is left alone, and other agents have none", async () => {
  using project = withAgents();
  await callHook(project.root, JSON.stringify({ session_id: "s-1", hook_event_name: "UserPromptSubmit", prompt: "x" }));
  const path = join(project.path, ".cursor/rules/hive.mdc");
  write(path, "# mine\n");
  const { code, err } = await project.hive(["resume", "s-1", "--for", "cursor", "--rules"]);
  expect([code, err]).toEqual([20, expect.stringContaining(path)]);
  expect((await project.hive(["resume", "s-1", "--rules"])).err).toContain("--rules needs an agent");
  expect((await project.hive(["resume", "s-1", "--for", "codex", "--rules"])).err).toContain("no rules for Codex");
  await project.hive(["uninstall", "--yes", "--delete-data"]);
  expect(read(path)).toBe("# mine\n");
});
