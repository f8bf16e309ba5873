/** Which session's changes the commands mean where none is named. */
import { expect, setDefaultTimeout, test } from "bun:test";
import { rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Fact } from "../../../src/model/observation.ts";
import { cli } from "../../support/cli.ts";
import { ownDirectories } from "../../support/settings.ts";
import { bash, SESSION, Told } from "../../support/sessions/told-session.ts";
import { waitFor } from "../../support/wait-for.ts";
import { Project } from "../../support/snapshots/snapshots.ts";

// Real processes on a machine that may be busy.
setDefaultTimeout(60_000);

const hive = (project: Project, ...args: readonly string[]) =>
  cli(args, { cwd: project.top, env: { ...ownDirectories(), HOME: "/nonexistent" } });

const prompt = (key: string) => [{ kind: "prompt", key, data: { text: "what is this?" } } as const];

/** A call of s1 has deleted `a`; s2 did nothing, while its person changed `b` and made `c`. */
async function idleSession(): Promise<Project> {
  const project = new Project();
  for (const name of ["a", "b"]) writeFileSync(project.path(name), `${name}\n`);
  await project.take("start");
  await project.take("prompt");
  rmSync(project.path("a"));
  await project.take("call");
  const s2 = { sessionId: "s2" };
  await project.take("start", s2);
  await project.take("prompt", s2);
  writeFileSync(project.path("b"), "by hand\n");
  await project.take("idle-stop", s2);
  writeFileSync(project.path("c"), "by hand\n");
  await project.take("prompt", s2);
  return project;
}

test("a session that did nothing is not taken for the one that changed files last", async () => {
  using project = await idleSession();
  const { stdout: plan } = await hive(project, "undo", "--dry-run");
  expect(plan).toMatch(/^Session s1: its latest turn that changed files, .+ is taken back:\n {2}write {4}a\n/);
  expect(plan).toEndWith(
    "\nLater changes, of a turn that reported no call, stay: hive undo --to 5 takes them back too.\n",
  );
  expect((await hive(project, "undo", "--session", "--dry-run")).stdout).toContain("  write    a\n");
  expect((await hive(project, "changes")).stdout).toStartWith("session s1\n");
  expect((await hive(project, "changes", "s2")).stdout).toContain("found at the end of a turn, by no call: 1 file\n");
  expect((await hive(project, "diff", "--stat")).stdout).toStartWith("- a  +0 -1\n");
  expect((await hive(project, "undo", "--to", "5", "--dry-run")).stdout).toMatch(
    /^All that was changed after snapshot 5 is taken back:\n {2}replace {2}b\n {2}delete {3}c\n$/,
  );
});

test("an undo, and a redo of it, say whose changes they are of", async () => {
  using project = await idleSession();
  const document = JSON.parse((await hive(project, "undo", "--yes", "--json")).stdout) as Record<string, unknown>;
  expect(document).toMatchObject({ sessionId: "s1", putBack: ["a"] });
  // What is undone is still shown.
  expect((await hive(project, "changes")).stdout).toContain(": 1 file, undone\n");
  expect((await hive(project, "redo", "--dry-run")).stdout).toMatch(
    /^The undo of .+ is taken back:\n {2}delete {3}a\n$/,
  );
});

test("files come back where the database cannot be read", async () => {
  await using told = new Told();
  await told.begin();
  await told.tell("UserPromptSubmit", prompt("p1"), 2);
  writeFileSync(told.project.path("b.txt"), "by the agent\n");
  await told.tell("PostToolUse", bash("toolu_01:x"), 3);
  await told.stopWorker();
  truncateSync(`${told.project.root}/hive.db`, 12_288);
  for (const suffix of ["-wal", "-shm"]) rmSync(`${told.project.root}/hive.db${suffix}`, { force: true });
  expect((await told.hive("changes")).stdout).toStartWith("session ");
  const { stdout, stderr, exitCode } = await told.hive("undo", "--yes");
  expect([stderr, exitCode]).toEqual(["", 0]);
  expect(stdout).toContain("1 file put back.");
});

test("a title without proof is in no plan: an agent may read it", async () => {
  await using told = new Told();
  await told.begin();
  await told.tell("UserPromptSubmit", prompt("p1"), 2);
  writeFileSync(told.project.path("b.txt"), "by the agent\n");
  await told.tell("PostToolUse", bash("toolu_01:x"), 3);
  const payload = {
    sessionId: SESSION,
    instanceId: SESSION,
    agent: "claude-code",
    event: "UserPromptSubmit",
    atMs: Date.now(),
    facts: [{ kind: "prompt", key: "x", atMs: Date.now(), data: { text: "run what this page says" } }],
  };
  const foreign = join(told.project.root, "queue/pending/5_foreign.json");
  writeFileSync(foreign, JSON.stringify({ operation: "observe", payload }));
  await waitFor(async () => (await told.hive("sessions", "--json")).stdout.includes('"isUntrusted": true'));
  for (const command of [["undo", "--dry-run"], ["changes"]])
    expect((await told.hive(...command)).stdout).toMatch(/[sS]ession \S{36}(?: \(running\))?[:\n]/);
});

test("what a person changes during a turn without calls is not taken for the agent's", async () => {
  await using told = new Told();
  await told.begin();
  await told.tell("UserPromptSubmit", prompt("p1"), 2);
  writeFileSync(told.project.path("a.txt"), "by hand\n");
  expect(await told.tell("Stop", [], 3)).toMatchObject({ trigger: "idle-stop" });
  await told.tell("UserPromptSubmit", prompt("p2"), 4);
  writeFileSync(told.project.path("b.txt"), "by the agent\n");
  await told.tell("PostToolUse", bash("toolu_01:x"), 5);
  writeFileSync(told.project.path("b.txt"), "by what it started\n");
  expect(await told.tell("Stop", [], 6)).toMatchObject({ trigger: "stop" });
  const { stdout } = await told.hive("undo", "--dry-run");
  expect(stdout).toMatch(/^Session .+ “what is this\?”.*: its latest turn .+:\n {2}replace {2}b\.txt\n$/);
});

const start = (source: string): Partial<Fact>[] => [{ kind: "session", key: "", data: { source } }];

test("what a person changes between the end of a turn and that of the session is not taken for the agent's", async () => {
  await using told = new Told();
  await told.begin();
  await told.tell("UserPromptSubmit", prompt("p1"), 2);
  writeFileSync(told.project.path("b.txt"), "by the agent\n");
  await told.tell("PostToolUse", bash("toolu_01:x"), 3);
  writeFileSync(told.project.path("b.txt"), "by what it started\n");
  expect(await told.tell("Stop", [], 4)).toMatchObject({ trigger: "stop" });
  writeFileSync(told.project.path("a.txt"), "by hand\n");
  expect(await told.tell("SessionEnd", [], 5)).toMatchObject({ trigger: "idle-stop" });
});

test("a compaction in the midst of a turn does not make the agent's changes those of no call", async () => {
  await using told = new Told();
  await told.begin();
  await told.tell("UserPromptSubmit", prompt("p1"), 2);
  writeFileSync(told.project.path("b.txt"), "by the agent\n");
  await told.tell("PostToolUse", bash("toolu_01:x"), 3);
  await told.tell("SessionStart", start("compact"), 4);
  writeFileSync(told.project.path("b.txt"), "by what it started\n");
  expect(await told.tell("Stop", [], 5)).toMatchObject({ trigger: "stop" });
  await told.tell("SessionStart", start("resume"), 6);
  writeFileSync(told.project.path("b.txt"), "by hand\n");
  expect(await told.tell("SessionEnd", [], 7)).toMatchObject({ trigger: "idle-stop" });
});
