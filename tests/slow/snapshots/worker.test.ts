/** From the hook's entries to an undo on the command line, through a real worker and its process for snapshots. */
import { expect, test } from "bun:test";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { startOwnWorker } from "../../support/workers/own-worker.ts";
import { manifest } from "../../support/snapshots/snapshots.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { bash, SESSION, Told } from "../../support/sessions/told-session.ts";
import { waitFor } from "../../support/wait-for.ts";

test("what a command did is shown, undone, redone, and told to the next session", async () => {
  await using told = new Told();
  const { project } = told;
  await told.begin();
  expect((await told.hive("changes")).stdout).toEndWith("\nNo call of it changed a file. --all lists its calls.\n");
  const before = manifest(project.top);
  await told.tell("UserPromptSubmit", [{ kind: "prompt", key: "p", data: { text: "tidy up" } }], 2);
  rmSync(project.path("a.txt"));
  rmSync(project.path("notes"));
  writeFileSync(project.path("b.txt"), "changed\n");
  writeFileSync(project.path("new.txt"), "new\n");
  const row = await told.tell("PostToolUse", bash("toolu_01:x", "agent7"), 3);
  const call = { key: "toolu_01:x", tool: "Bash", target: "sh tidy.sh", agentId: "agent7", sessionId: SESSION };
  expect(row.calls).toEqual([call]);
  expect([row.source, row.isComplete]).toEqual(["watcher", true]);
  const after = manifest(project.top);

  const { stdout: changes } = await told.hive("changes");
  expect(changes).toContain("Bash toolu_01 by subagent agent7: 4 files\n      “sh tidy.sh”\n");
  for (const line of ["- a.txt", "~ b.txt", "+ new.txt", "- notes"]) expect(changes).toContain(`      ${line}\n`);
  const { stdout: diff } = await told.hive("diff", "b.txt");
  expect(diff).toBe("--- b.txt\n+++ b.txt\n@@ -1,1 +1,1 @@\n-two\n+changed\n");
  const { stdout: stat } = await told.hive("diff", "--stat");
  expect(stat).toContain("- notes  +0 -1\n");

  const { stdout: plan } = await told.hive("undo", "--dry-run");
  expect(plan).toContain("  write    a.txt\n  replace  b.txt\n  delete   new.txt\n  write    notes\n");
  expect(manifest(project.top)).toEqual(after);
  const undone = await told.hive("undo", "--yes", "--json");
  expect([undone.exitCode, JSON.parse(undone.stdout)["putBack"]]).toEqual([0, ["a.txt", "b.txt", "new.txt", "notes"]]);
  expect(manifest(project.top)).toEqual(before);
  await waitFor(async () => (await told.hive("resume")).stdout.includes("taken back by hive undo"));
  expect((await told.hive("redo", "--yes")).exitCode).toBe(0);
  expect(manifest(project.top)).toEqual(after);
}, 60_000);

test("the session's files include those that a command has changed", async () => {
  await using told = new Told();
  await told.begin();
  writeFileSync(told.project.path("b.txt"), "changed\n");
  await told.tell("PostToolUse", bash("toolu_01:x"), 2);
  await waitFor(async () =>
    (await told.hive("show", SESSION)).stdout.includes(`modified ${told.project.path("b.txt")} (Bash)`),
  );
}, 60_000);

test("an edit by hand stays, with an exit code of its own, and --force puts it back", async () => {
  await using told = new Told();
  const { project } = told;
  await told.begin();
  writeFileSync(project.path("a.txt"), "by the agent\n");
  await told.tell("PostToolUse", bash("toolu_01:x"), 2);
  writeFileSync(project.path("a.txt"), "by hand\n");
  const { exitCode, stdout, stderr } = await told.hive("undo", "--yes");
  expect({ exitCode, stdout }).toEqual({
    exitCode: 6,
    stdout: expect.stringMatching(
      /^Session .+ is taken back:\n  stays    a\.txt: its present content is in no snapshot\n$/,
    ),
  });
  expect(stderr).toContain("some files stay as they are");
  expect((await told.hive("undo", "--yes", "--force")).exitCode).toBe(0);
  expect(readFileSync(project.path("a.txt"), "utf8")).toBe("one\n");
}, 60_000);

test("what a user types wrong gets one line and the way out", async () => {
  await using told = new Told();
  await told.begin();
  const said = async (...args: readonly string[]) => {
    const { exitCode, stderr } = await told.hive(...args);
    return [exitCode, stderr.split("\n")[0]];
  };
  expect(await said("undo")).toEqual([20, "hive: not a terminal: pass --yes"]);
  expect(await said("undo", "--turn", "--to", "1", "--yes")).toEqual([
    20,
    "hive: give one of --call, --turn, --session and --to",
  ]);
  expect(await said("undo", "--to", "77", "--yes")).toEqual([23, "hive: there is no snapshot 77 of this worktree"]);
  expect(await said("undo", "--call", "toolu_9", "--yes")).toEqual([23, 'hive: no call "toolu_9" changed files']);
  expect(await said("undo", "--yes", "../elsewhere")).toEqual([
    23,
    "hive: no change of files is known that could be taken back",
  ]);
  expect(await said("undo", "--to", "1", "--yes", "../elsewhere")).toEqual([
    20,
    `hive: ../elsewhere is outside of ${told.project.top}`,
  ]);
  expect(await said("redo", "--yes")).toEqual([23, "hive: there is no undo that could be taken back"]);
  await told.tell("UserPromptSubmit", [{ kind: "prompt", key: "p", data: { text: "go on" } }], 2);
  expect(await said("diff", "2", "1")).toEqual([20, "hive: snapshot 1 is older than snapshot 2"]);
  expect(await said("diff", "77")).toEqual([23, "hive: there is no snapshot 77 of this worktree"]);
}, 60_000);

test("a diff says of a link where it led and where it leads", async () => {
  await using told = new Told();
  symlinkSync("a.txt", told.project.path("link"));
  await told.begin();
  rmSync(told.project.path("link"));
  symlinkSync("b.txt", told.project.path("link"));
  await told.tell("PostToolUse", bash("toolu_01:x"), 2);
  expect((await told.hive("diff")).stdout).toBe("link link -> b.txt, it was -> a.txt\n");
}, 60_000);

test("with snapshots off nothing is kept", async () => {
  await using told = new Told();
  const { project } = told;
  const worker = await startOwnWorker(project.root, { snapshots: "off" });
  try {
    const atMs = Date.now();
    const facts = [{ kind: "session", key: "", atMs, data: { cwd: project.top } }];
    const payload = { sessionId: SESSION, instanceId: SESSION, atMs, event: "Stop", agent: "claude-code", facts };
    new Queue(project.root, DEFAULTS).enqueue({ operation: "observe", payload });
    await waitFor(() => worker.queue.depth().pending === 0 && worker.queue.depth().processing === 0);
  } finally {
    await worker.stop();
  }
  expect(project.snapshots.catalogue.snapshots()).toEqual([]);
  expect(existsSync(`${project.snapshots.directory}/objects`)).toBe(false);
}, 60_000);

test("a worker that ends leaves no git of a snapshot behind, and nothing of its look", async () => {
  using directory = tempDir();
  const bin = `${directory.path}/bin`;
  const [temporary, path] = [process.env["TMPDIR"] ?? "/tmp", process.env["PATH"]!];
  for (const one of [bin, `${bin}/tmp`]) mkdirSync(one);
  // Both the worker's git and that of the snapshot hang.
  writeFileSync(`${bin}/git`, `#!/bin/sh\necho $$ >> ${bin}/pids; exec sleep 600\n`, { mode: 0o700 });
  await using told = new Told();
  try {
    process.env["TMPDIR"] = `${bin}/tmp`;
    const { top, root } = told.project;
    process.env["PATH"] = `${bin}:${path}`;
    const worker = await startOwnWorker(root);
    const atMs = Date.now();
    const facts = [{ kind: "session", key: "", atMs, data: { cwd: top } }];
    const payload = { sessionId: SESSION, instanceId: SESSION, atMs, event: "Stop", agent: "claude-code", facts };
    new Queue(root, DEFAULTS).enqueue({ operation: "observe", payload });
    const pids = (): number[] =>
      existsSync(`${bin}/pids`) ? readFileSync(`${bin}/pids`, "utf8").trim().split("\n").map(Number) : [];
    await waitFor(() => pids().length > 0);
    await worker.stop();
    for (const pid of pids()) await waitFor(() => !isAlive(pid));
    expect(readdirSync(`${bin}/tmp`).filter((name) => name.startsWith("hive-git-"))).toEqual([]);
  } finally {
    process.env["TMPDIR"] = temporary;
    process.env["PATH"] = path;
  }
}, 60_000);

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
