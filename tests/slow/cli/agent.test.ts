/** What hive's commands tell an agent that runs them, of sessions that are not its own project's or not proved. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { EXIT_CODES } from "../../../src/base/errors.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { cli } from "../../support/cli.ts";
import { callHook, drain, payload, SESSION } from "../../support/hive.ts";
import { ownDirectories } from "../../support/settings.ts";
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
      expect.stringContaining("since claude started the command: run it in a terminal of your own"),
    ]);
    expect((await person(...words)).exitCode).toBe(0);
  }
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
});
