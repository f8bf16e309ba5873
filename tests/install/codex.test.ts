/** `hive setup --agent codex`, and what takes it out again. */
import { expect, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { ACCEPTED } from "./fixtures.ts";
import { CliProject } from "./cli-project.ts";

const FOREIGN = `{
    "hooks": {
        "Stop": [ { "hooks": [ {"type": "command", "command": "notify-send done"} ] } ],
        "Interrupt": []
    }
}
`;

/** The user's file of Codex's, with a text in it. */
function codexFile({ home }: CliProject, text: string | null): string {
  const path = join(home, ".codex/hooks.json");
  fs.mkdirSync(join(home, ".codex"), { recursive: true });
  if (text !== null) fs.writeFileSync(path, text);
  return path;
}
const read = (path: string): string | null => (fs.existsSync(path) ? fs.readFileSync(path, "utf8") : null);
const SETUP = ["--agent", "codex", "--scope", "user"];

test.each([
  ["no file", null],
  ["foreign hooks", FOREIGN],
  ["odd braces", ACCEPTED["braces at odd places"]!],
  ["line ends of Windows", ACCEPTED["CRLF and an empty object"]!],
])("Codex's file comes back byte for byte, and a second setup changes nothing: %s", async (_name, text) => {
  using project = new CliProject();
  const path = codexFile(project, text);
  const { code, out } = await project.setUp(...SETUP);
  expect([code, out]).toEqual([0, expect.stringContaining("Codex calls no hook that was not trusted")]);
  const installed = read(path);
  expect(installed).toContain("hive-hook");
  await project.setUp(...SETUP);
  expect(read(path)).toBe(installed);
  expect((await project.hive(["setup", "--remove", "--yes", ...SETUP])).code).toBe(0);
  expect(read(path)).toBe(text);
});

test("setup without a scope is the user's own, since Codex has no file for one's own in a project", async () => {
  using project = new CliProject();
  const path = codexFile(project, null);
  expect((await project.setUp("--agent", "codex")).code).toBe(0);
  expect(read(path)).toContain("hive-hook");
  expect(read(project.local)).toBeNull();
  expect((await project.hive(["setup", "--remove", "--yes", "--agent", "codex"])).code).toBe(0);
  expect(read(path)).toBeNull();
});

test.each([
  ["comments", "{ /* mine */ }"],
  ["a bracket that is missing", '{ "hooks": {'],
])("a file of Codex's with %s is refused and left alone", async (_name, text) => {
  using project = new CliProject();
  const path = codexFile(project, text);
  const { code, err } = await project.setUp(...SETUP);
  expect([code, err]).toEqual([20, expect.stringContaining(path)]);
  expect(read(path)).toBe(text);
});

test("a scope that Codex has no file for is refused with those that it has", async () => {
  using project = new CliProject();
  const { code, err } = await project.setUp("--agent", "codex", "--scope", "local");
  expect(err).toContain("there are no local settings of Codex");
  expect(err).toContain("--scope user or --scope project");
  expect(code).toBe(20);
});

test("an agent that hive has no settings for is refused", async () => {
  using project = new CliProject();
  const { code, err } = await project.setUp("--agent", "emacs");
  expect(err).toContain("claude-code, codex");
  expect(code).not.toBe(0);
});

test("hive uninstall takes hive out of the settings of every agent", async () => {
  using project = new CliProject();
  const path = codexFile(project, FOREIGN);
  await project.setUp(...SETUP);
  await project.setUp("--scope", "local");
  const { code, out } = await project.hive(["uninstall", "--yes", "--delete-data"]);
  expect(code).toBe(0);
  expect(out).toContain("hooks.json");
  expect([read(path), read(project.local)]).toEqual([FOREIGN, null]);
});

test("where Codex alone calls hive, doctor, status and the check of the setup are content", async () => {
  using project = new CliProject();
  codexFile(project, null);
  await project.setUp(...SETUP);
  const { out } = await project.hive(["doctor"]);
  expect(out).toContain("hooks: codex calls hive: user settings");
  const status = JSON.parse((await project.hive(["status", "--json"])).out) as { readonly hooks: unknown };
  expect(status.hooks).toEqual([{ agent: "codex", where: "user" }]);
  expect((await project.hive(["setup", "--check"])).code).toBe(0);
  expect((await project.hive(["setup", "--check", "--agent", "claude-code"])).code).toBe(3);
});

test("doctor names each agent that calls hive, and how to set right what is wrong with one", async () => {
  using project = new CliProject();
  const path = codexFile(project, null);
  await project.setUp(...SETUP);
  await project.setUp("--scope", "local");
  expect((await project.hive(["doctor"])).out).toContain(
    "claude-code calls hive: local settings; codex calls hive: user settings",
  );
  const hooks = JSON.parse(read(path)!) as { hooks: Record<string, unknown> };
  delete hooks.hooks["Stop"];
  fs.writeFileSync(path, JSON.stringify(hooks));
  const { out } = await project.hive(["doctor"]);
  expect(out).toContain("hive is not called on Stop");
  expect(out).toContain("setup --agent codex --scope user");
});
