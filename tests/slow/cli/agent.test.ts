/** What hive's commands tell an agent that runs them, of sessions that are not its own project's or not proved. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../../src/base/errors.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { cli } from "../../support/cli.ts";
import { callHook, drain, payload, SESSION } from "../../support/hive.ts";
import { ownDirectories } from "../../support/settings.ts";
import { Project } from "../../support/snapshots/snapshots.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

const CANARY = "canary-of-the-clone";
const ANOTHER = "77770000-7a64-4d0f-9c3a-2f8e61b7d9a4";

const said = (fields: object): string => payload("38-userpromptsubmit", { prompt: "login form", ...fields });

/** Runs commands in a directory, of a person and of an agent. */
function askers(cwd: string) {
  const env = { ...ownDirectories(), HOME: "/nonexistent" };
  const as =
    (more: object) =>
    async (...args: string[]) => {
      const { stdout, stderr, exitCode } = await cli(args, { env, cwd, isTTY: true, columns: 200, ...more });
      return { text: stdout + stderr, exitCode };
    };
  return { person: as({}), agent: as({ callers: () => ["bash", "claude"] }) };
}

test("an agent that runs a command is told nothing of a session without proof, in its own project either", async () => {
  using dir = tempDir();
  using other = tempDir();
  mkdirSync(join(dir.path, ".git"));
  await callHook(dir.root, said({ session_id: ANOTHER, cwd: dir.path, prompt: CANARY }), { XDG_DATA_HOME: other.path });
  await callHook(dir.root, said({ cwd: dir.path }));
  await drain(dir.root);
  const { person, agent } = askers(dir.path);
  for (const words of [["show"], ["show", "--json"], ["resume"], ["resume", "--json"], ["export"]]) {
    const [command = "", ...flags] = words;
    expect((await person(command, ANOTHER, ...flags)).text).toContain(CANARY);
    const { text, exitCode } = await agent(command, ANOTHER, ...flags);
    expect([exitCode, text]).toEqual([EXIT_CODES.HIVE_INVALID_OPTION, expect.stringContaining("came without proof")]);
    expect(text).not.toContain(CANARY);
    expect((await agent(command, SESSION, ...flags)).text).toContain("login form");
  }
  for (const flags of [[], ["--json"], ["--search", "canary"]]) {
    expect((await person("sessions", ...flags)).text).toContain(CANARY);
    expect((await agent("sessions", ...flags)).text).not.toContain(CANARY);
  }
  expect((await agent("sessions")).text).toContain("login form");
  const forget = ["forget", ANOTHER, "--dry-run"];
  expect((await person(...forget)).text).toContain(CANARY);
  expect((await agent(...forget)).text).not.toContain(CANARY);
});

test("no agent is told of an entry without proof that was given up, nor of a log that may quote one", async () => {
  using dir = tempDir();
  mkdirSync(join(dir.path, ".git"));
  const { pending } = queuePaths(dir.root);
  makeQueue(queuePaths(dir.root));
  writeFileSync(join(pending, `5_${CANARY}.json`), `{"operation":"${CANARY}","payload":{}}`);
  await drain(dir.root);
  const name = readdirSync(queuePaths(dir.root).failed).find((file) => file.endsWith(".json"))!;
  const { person, agent } = askers(dir.path);
  const asked = [
    ["failed"],
    ["failed", "--json"],
    ["failed", "show", name],
    ["worker", "logs"],
    ["bug-report", "--dry-run"],
  ];
  for (const words of asked) {
    const [told, toAgent] = [await person(...words), await agent(...words)];
    expect([words, told.text.includes(CANARY)]).toEqual([words, true]);
    expect([words, toAgent.text.includes(CANARY)]).toEqual([words, false]);
  }
  for (const words of [
    ["status"],
    ["status", "--json"],
    ["doctor"],
    ["doctor", "--json"],
    ["adopt"],
    ["changes"],
    ["diff"],
  ])
    expect((await agent(...words)).text).not.toContain(CANARY);
  expect((await agent("failed")).text).toContain("1 entry without proof: no agent is told of them");
});

test("no agent consents: not to an import, not to the end of a pause, not to foreign data; it is told by what it looks like one", async () => {
  using dir = tempDir();
  mkdirSync(join(dir.path, ".git"));
  const { person, agent } = askers(dir.path);
  for (const words of [["import", "--yes"], ["unpause"], ["adopt"]]) {
    const { text, exitCode } = await agent(...words);
    expect([exitCode, text]).toEqual([
      EXIT_CODES.HIVE_INVALID_OPTION,
      expect.stringContaining(
        "since claude started the command: run it in a terminal of your own, where that is not so",
      ),
    ]);
    expect((await person(...words)).exitCode).toBe(0);
  }
});

test("an agent names no other project by --root, HIVE_ROOT or a link, unless its user lets it ask for all", async () => {
  using dir = tempDir();
  const session = crypto.randomUUID();
  const [shop, bank] = ["shop", "bank"].map((name) => join(dir.path, name)) as [string, string];
  for (const path of [shop, bank]) mkdirSync(join(path, ".git"), { recursive: true });
  const root = join(bank, ".hive-mind");
  const state = join(shop, ".hive-mind");
  await callHook(root, said({ session_id: session, cwd: bank, prompt: "login canary-of-the-bank" }));
  await drain(root);
  await callHook(state, said({ cwd: shop }));
  await drain(state);
  symlinkSync(bank, join(shop, "bank"));
  const env = { ...process.env, HOME: "/nonexistent", XDG_CONFIG_HOME: dir.path };
  const told = async (cwd: string, args: readonly string[], more: object = {}) => {
    const io = { cwd, isTTY: true, columns: 200, callers: () => ["claude"], env: { ...env, ...more } };
    const { stdout, stderr, exitCode } = await cli(args, io);
    return [exitCode, (stdout + stderr).includes("canary")];
  };
  const asks = [["sessions"], ["sessions", "--json"], ["show", session], ["resume", session], ["export", session]];
  const refused = [EXIT_CODES.HIVE_INVALID_OPTION, false];
  for (const words of [
    ...asks,
    ["search", "login"],
    ["projects"],
    ["forget", session, "--dry-run"],
    ["mcp"],
    ["dashboard"],
  ]) {
    expect([words, await told(shop, [...words, "--root", bank])]).toEqual([words, refused]);
    expect([words, await told(shop, words, { HIVE_ROOT: root })]).toEqual([words, refused]);
    expect([words, await told(shop, ["--root", join(shop, "bank/.hive-mind"), ...words])]).toEqual([words, refused]);
  }
  const inherited = { cwd: shop, isTTY: true, env: { ...env, CLAUDECODE: "1" } };
  const { stderr } = await cli(["sessions", "--root", bank], inherited);
  expect(stderr).toContain("since CLAUDECODE is set: work in its directory, or set");
  expect(await told(join(shop, ".git"), ["sessions", "--root", shop])).toEqual([0, false]);
  for (const words of asks) expect(await told(bank, [...words, "--root", root])).toEqual([0, true]);
  mkdirSync(join(dir.path, "hive"));
  writeFileSync(join(dir.path, "hive/config.json"), '{ "archiveAgentScope": "all" }', { mode: 0o600 });
  for (const words of asks) expect(await told(shop, [...words, "--root", root])).toEqual([0, true]);
});

test("an agent names no other project's state that its user's settings lead to over a link", async () => {
  using dir = tempDir();
  const [shop, bank] = ["shop", "bank"].map((name) => join(dir.path, name)) as [string, string];
  for (const path of [shop, bank]) mkdirSync(join(path, ".git"), { recursive: true });
  for (const name of ["disk", "hive"]) mkdirSync(join(dir.path, name));
  symlinkSync(join(dir.path, "disk"), join(dir.path, "link"));
  const root = join(dir.path, "link/state");
  const settings = JSON.stringify({ projects: { [bank]: { root } } });
  writeFileSync(join(dir.path, "hive/config.json"), settings, { mode: 0o600 });
  const env = { ...process.env, HOME: "/nonexistent", XDG_CONFIG_HOME: dir.path };
  await callHook(root, said({ session_id: crypto.randomUUID(), cwd: bank, prompt: "canary-of-the-bank" }), env);
  await drain(root);
  const told = async (cwd: string, given: string) => {
    const io = { cwd, isTTY: true, callers: () => ["claude"], env };
    const { stdout, exitCode } = await cli(["sessions", "--root", given], io);
    return [exitCode, stdout.includes("canary")];
  };
  for (const given of [root, join(dir.path, "disk/state")]) {
    expect(await told(shop, given)).toEqual([EXIT_CODES.HIVE_INVALID_OPTION, false]);
    expect(await told(bank, given)).toEqual([0, true]);
  }
});

test("an agent names no other project whose state directory is a link to a directory of another name", async () => {
  using dir = tempDir();
  const [shop, bank] = ["shop", "bank"].map((name) => join(dir.path, name)) as [string, string];
  for (const path of [shop, bank]) mkdirSync(join(path, ".git"), { recursive: true });
  mkdirSync(join(dir.path, "disk"));
  const root = join(bank, ".hive-mind");
  symlinkSync(join(dir.path, "disk"), root);
  const env = { ...process.env, HOME: "/nonexistent", XDG_CONFIG_HOME: dir.path };
  await callHook(root, said({ session_id: crypto.randomUUID(), cwd: bank, prompt: "canary-of-the-bank" }), env);
  await drain(root);
  const told = async (cwd: string, words: readonly string[], more: object = {}) => {
    const io = { cwd, isTTY: true, callers: () => ["claude"], env: { ...env, ...more } };
    const { stdout, exitCode } = await cli(words, io);
    return [exitCode, stdout.includes("canary")];
  };
  for (const given of [bank, root]) {
    expect(await told(shop, ["sessions", "--root", given])).toEqual([EXIT_CODES.HIVE_INVALID_OPTION, false]);
    expect(await told(shop, ["sessions"], { HIVE_ROOT: given })).toEqual([EXIT_CODES.HIVE_INVALID_OPTION, false]);
    expect(await told(bank, ["sessions", "--root", given])).toEqual([0, true]);
    expect(await told(bank, ["sessions"], { HIVE_ROOT: given })).toEqual([0, true]);
  }
});

test("a link in an agent's project to another project's state does not make that its own", async () => {
  using dir = tempDir();
  const [shop, bank] = ["shop", "bank"].map((name) => join(dir.path, name)) as [string, string];
  for (const path of [shop, bank]) mkdirSync(join(path, ".git"), { recursive: true });
  const root = join(bank, ".hive-mind");
  const env = { ...process.env, HOME: "/nonexistent", XDG_CONFIG_HOME: dir.path };
  await callHook(root, said({ session_id: crypto.randomUUID(), cwd: bank, prompt: "canary-of-the-bank" }), env);
  await drain(root);
  symlinkSync(root, join(shop, ".hive-mind"));
  for (const given of [shop, join(shop, ".hive-mind"), bank]) {
    const io = { cwd: shop, isTTY: true, callers: () => ["claude"], env };
    const { stdout, exitCode } = await cli(["sessions", "--root", given], io);
    expect([exitCode, stdout.includes("canary")]).toEqual([EXIT_CODES.HIVE_INVALID_OPTION, false]);
  }
});

test("no agent deletes what hive keeps, nor ends its record, with --yes either; it may see what would be done", async () => {
  using dir = tempDir();
  mkdirSync(join(dir.path, ".git"));
  makeQueue(queuePaths(dir.root));
  writeFileSync(join(queuePaths(dir.root).pending, "5_given_up.json"), '{"operation":"none","payload":{}}');
  await callHook(dir.root, said({ cwd: dir.path }));
  await drain(dir.root);
  const { person, agent } = askers(dir.path);
  const letter = readdirSync(queuePaths(dir.root).failed).find((file) => file.endsWith(".json"))!;
  const refused = [
    ["forget", SESSION, "--yes"],
    ["forget", SESSION],
    ["failed", "drop", "--all", "--yes"],
    ["failed", "retry", "--all"],
    ["uninstall", "--delete-data", "--yes"],
    ["uninstall", "--keep-data", "--yes"],
    ["setup", "--remove", "--yes"],
    ["pause"],
  ];
  for (const words of refused) {
    const { text, exitCode } = await agent(...words);
    expect([words, exitCode, text]).toEqual([
      words,
      EXIT_CODES.HIVE_INVALID_OPTION,
      expect.stringMatching(
        /^hive: no agent [^\n]+\n {6}this looks like an agent's command, since claude started the command: run it in a terminal of your own, where that is not so\n$/,
      ),
    ]);
  }
  expect(readdirSync(queuePaths(dir.root).failed)).toContain(letter);
  expect((await agent("forget", SESSION, "--dry-run")).text).toContain("login form");
  expect((await agent("uninstall", "--delete-data", "--dry-run")).exitCode).toBe(0);
  expect((await person("failed", "drop", "--all", "--yes")).text).toBe("1 deleted\n");
  expect((await person("forget", SESSION, "--yes")).exitCode).toBe(0);
});

test("an agent puts files back by the user's own setting alone, and loses nothing by --force", async () => {
  using project = new Project();
  writeFileSync(project.path("a"), "before\n");
  await project.take("start");
  writeFileSync(project.path("a"), "after\n");
  await project.take("call", { sessionId: SESSION, calls: [{ key: "toolu", tool: "Bash", sessionId: SESSION }] });
  using own = tempDir();
  const env = { ...process.env, XDG_CONFIG_HOME: own.path };
  const agent = async (...args: string[]) =>
    (await cli(args, { env, cwd: project.top, isTTY: true, callers: () => ["claude"] })).exitCode;
  const now = (): string => readFileSync(project.path("a"), "utf8");
  const setting = '{ "agentUndo": "on" }';
  mkdirSync(join(project.root), { recursive: true });
  writeFileSync(join(project.root, "config.json"), setting);
  const refused = EXIT_CODES.HIVE_INVALID_OPTION;
  expect([await agent("undo", "--yes"), await agent("redo", "--yes"), now()]).toEqual([refused, refused, "after\n"]);
  expect(await agent("undo", "--dry-run")).toBe(0);
  mkdirSync(join(own.path, "hive"));
  writeFileSync(join(own.path, "hive/config.json"), setting, { mode: 0o600 });
  expect([await agent("undo", "--yes", "--force"), now()]).toEqual([refused, "after\n"]);
  expect([await agent("undo", "--yes"), now()]).toEqual([0, "before\n"]);
  expect([await agent("redo", "--yes"), now()]).toEqual([0, "after\n"]);
});

test("a person names a neighbour's session of a state above, and no agent is told of it", async () => {
  using dir = tempDir();
  // Other tests of this process leave their sessions in the archive.
  const session = crypto.randomUUID();
  const [shop, bank] = ["shop", "bank"].map((name) => join(dir.path, name));
  for (const path of [shop!, bank!]) mkdirSync(join(path, ".git"), { recursive: true });
  mkdirSync(join(shop!, ".hive-mind"));
  await callHook(dir.root, said({ session_id: session, cwd: bank!, prompt: "canary-of-the-bank" }));
  await drain(dir.root);
  const { person, agent } = askers(shop!);
  for (const command of ["show", "resume", "export"]) {
    expect((await person(command, session)).text).toContain("canary-of-the-bank");
    const { text, exitCode } = await agent(command, session);
    expect([exitCode, text.includes("canary")]).toEqual([EXIT_CODES.HIVE_NOT_FOUND, false]);
  }
  expect((await agent("sessions")).text).not.toContain("canary");
  const forget = ["forget", session, "--dry-run"];
  expect((await person(...forget)).text).toContain("canary-of-the-bank");
  const { text, exitCode } = await agent(...forget);
  expect([exitCode, text.includes("canary")]).toEqual([EXIT_CODES.HIVE_NOT_FOUND, false]);
  for (const words of [["sessions"], ["show", session], ["resume"], ["export", session], forget]) {
    const named = await agent(...words, "--root", dir.path);
    expect([words, named.exitCode, named.text.includes("canary")]).toEqual([
      words,
      EXIT_CODES.HIVE_INVALID_OPTION,
      false,
    ]);
  }
  expect((await person("sessions", "--root", dir.path)).text).toContain("canary-of-the-bank");
});
