/** `hive uninstall`: settings byte for byte, no worker, no file, and nothing of anybody else's. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { queuePaths } from "../../src/queue/layout.ts";
import { stopWorkers } from "../../src/install/stop-workers.ts";
import { lockPath } from "../../src/queue/maintenance.ts";
import { Queue } from "../../src/queue/queue.ts";
import { ProcessLock } from "../../src/supervisor/lock.ts";
import { ensureHook, startReportingWorker } from "../doctor/patient.ts";
import { Desk } from "../setup/desk.ts";
import { ACCEPTED } from "../setup/fixtures.ts";
import { CTRL_C, DOWN, ENTER, Typist } from "../setup/typist.ts";
import { drain, hive, rows } from "../support/hive.ts";

setDefaultTimeout(120_000);
beforeAll(ensureHook);

const FOREIGN = ACCEPTED["two spaces, foreign hooks"]!;

function enqueue({ root }: Desk): void {
  const payload = { sessionId: "s", atMs: Date.now(), level: "info", message: "hello" };
  new Queue(root).enqueue({ operation: "insert_log", payload });
}

/** A desk with settings of others in all three scopes, hive in two of them, and something saved. */
async function deskInUse(): Promise<Desk> {
  const desk = new Desk();
  for (const path of settingsOf(desk)) {
    fs.mkdirSync(join(path, ".."), { recursive: true });
    fs.writeFileSync(path, FOREIGN);
  }
  await desk.hive(["setup", "--yes", "--scope", "local"]);
  await desk.hive(["setup", "--yes", "--scope", "user"]);
  enqueue(desk);
  await drain(desk.root);
  return desk;
}

const settingsOf = ({ project, home, local }: Desk): string[] => [
  join(project, ".claude/settings.json"),
  local,
  join(home, ".claude/settings.json"),
];

/** All files with their content, but for those that Bun keeps in a home directory for itself. */
const filesOf = (desk: Desk): Record<string, string> =>
  Object.fromEntries(Object.entries(desk.files()).filter(([path]) => !path.startsWith(join(desk.home, ".bun"))));

/** Every path below the desk, directories included. */
const pathsOf = ({ project, home }: Desk): string[] =>
  [project, home]
    .flatMap((top) => fs.readdirSync(top, { recursive: true }).map((name) => join(top, String(name))))
    .toSorted();

describe("hive uninstall --delete-data", () => {
  test("leaves the settings as they were, and no file", async () => {
    using desk = new Desk();
    const untouched = pathsOf(desk);
    for (const scope of ["project", "local", "user"]) await desk.hive(["setup", "--yes", "--scope", scope]);
    enqueue(desk);
    await drain(desk.root);
    for (const name of ["hook.log", "hook.log.1"]) fs.writeFileSync(join(desk.root, name), "");
    const { code, out } = await desk.hive(["uninstall", "--yes", "--delete-data"]);
    expect(out).toContain("hive is uninstalled here.");
    expect(out).toContain("What remains:\n  hive itself, in ");
    expect(code).toBe(0);
    expect(pathsOf(desk)).toEqual(untouched);
  });

  test("restores settings of others byte for byte in every scope, and ends the worker", async () => {
    using desk = await deskInUse();
    await using worker = await startReportingWorker(desk.root);
    const { code, out } = await desk.hive(["uninstall", "--yes", "--delete-data"]);
    expect(out).toContain(`End worker ${worker.pid}-`);
    expect(code).toBe(0);
    expect(await worker.outcome()).toMatchObject({ exitCode: 0, signal: null });
    expect(settingsOf(desk).map((path) => fs.readFileSync(path, "utf8"))).toEqual([FOREIGN, FOREIGN, FOREIGN]);
    expect(Object.keys(filesOf(desk)).toSorted()).toEqual(settingsOf(desk).toSorted());
  });

  test("deletes entries that were not applied, since it was asked for by name", async () => {
    using desk = await deskInUse();
    enqueue(desk);
    const { code, out } = await desk.hive(["uninstall", "--yes", "--delete-data"]);
    expect(out).toContain(`Not applied in ${desk.root}: 1 entry, deleted too`);
    expect(code).toBe(0);
    expect(fs.existsSync(desk.root)).toBe(false);
  });

  test("leaves what is not hive's, where HIVE_ROOT holds more than hive, and follows no link", async () => {
    using desk = new Desk();
    const env = { ...desk.env, HIVE_ROOT: desk.home };
    fs.writeFileSync(join(desk.home, "thesis.txt"), "years of work");
    fs.writeFileSync(join(desk.home, ".gitignore"), "*.aux\n");
    fs.mkdirSync(join(desk.project, "outside"));
    fs.writeFileSync(join(desk.project, "outside/kept"), "");
    fs.symlinkSync(join(desk.project, "outside"), join(desk.home, "logs"));
    new Queue(desk.home).enqueue({
      operation: "insert_log",
      payload: { sessionId: "s", atMs: 1, level: "info", message: "m" },
    });
    const { code, out } = await desk.hive(["uninstall", "--yes", "--delete-data"], { env });
    expect(out).toContain("not hive's, so left alone");
    expect(code).toBe(0);
    expect(fs.readdirSync(desk.home).toSorted()).toEqual([".claude", ".gitignore", "thesis.txt"]);
    expect(fs.readdirSync(join(desk.project, "outside"))).toEqual(["kept"]);
  });
});

describe("hive uninstall --keep-data", () => {
  test("keeps what was saved and what waits, and removes what only a running hive needs", async () => {
    using desk = await deskInUse();
    await using worker = await startReportingWorker(desk.root);
    worker.kill();
    await worker.outcome();
    enqueue(desk);
    const { code, out } = await desk.hive(["uninstall", "--yes", "--keep-data"]);
    expect(out).toContain(`what was saved, in ${desk.root}`);
    expect(out).toContain("1 entry, kept, and applied when hive is back");
    expect(code).toBe(0);
    expect(settingsOf(desk).map((path) => fs.readFileSync(path, "utf8"))).toEqual([FOREIGN, FOREIGN, FOREIGN]);
    expect(fs.existsSync(join(desk.root, "queue/doorbell"))).toBe(false);
    expect(fs.readdirSync(join(desk.root, "queue/workers"))).toEqual([]);
    expect(rows(desk.root, "SELECT * FROM session_logs").length).toBe(1);
    await drain(desk.root);
    expect(rows(desk.root, "SELECT * FROM session_logs").length).toBe(2);
  });
});

describe("hive uninstall", () => {
  test.each([
    ["nobody to ask", [], "--yes --keep-data"],
    ["no word on the data", ["--yes"], "--yes --keep-data"],
    ["no word on the data of a dry run", ["--dry-run"], "--yes --keep-data"],
    ["two words on the data", ["--yes", "--keep-data", "--delete-data"], "exclude each other"],
    ["data named and nobody to confirm", ["--delete-data"], "needs --yes"],
  ])("refuses %s, and changes nothing", async (_name, args, message) => {
    using desk = await deskInUse();
    const before = filesOf(desk);
    const { code, err } = await desk.hive(["uninstall", ...args]);
    expect(err).toContain(message);
    expect(code).toBe(20);
    expect(filesOf(desk)).toEqual(before);
  });

  test("shows with --dry-run all that it would do, and does nothing", async () => {
    using desk = await deskInUse();
    await using worker = await startReportingWorker(desk.root);
    const before = filesOf(desk);
    const { code, out } = await desk.hive(["uninstall", "--dry-run", "--delete-data"]);
    expect(out).toContain(`--- ${desk.local}`);
    expect(out).toContain(`--- ${join(desk.home, ".claude/settings.json")}`);
    expect(out).toContain(`End worker ${worker.pid}-`);
    expect(out).toContain(`Remove ${desk.root}/hive.db\n`);
    expect(code).toBe(0);
    expect(filesOf(desk)).toEqual(before);
    process.kill(worker.pid, 0);
  });

  test("does nothing at all when one of the settings files does not parse", async () => {
    using desk = await deskInUse();
    fs.writeFileSync(join(desk.project, ".claude/settings.json"), "{");
    const before = filesOf(desk);
    const { code, err } = await desk.hive(["uninstall", "--yes", "--delete-data"]);
    expect(err).toContain("it is not JSON");
    expect(code).toBe(20);
    expect(filesOf(desk)).toEqual(before);
  });

  test("prints JSON of version 1, and says so when there was nothing", async () => {
    using desk = await deskInUse();
    const { out } = await desk.hive(["uninstall", "--yes", "--delete-data", "--json"]);
    const printed = JSON.parse(out) as Record<string, unknown> & { settings: Array<{ scope: string }> };
    expect(Object.keys(printed)).toEqual([
      "version",
      "isDone",
      "root",
      "data",
      "settings",
      "workers",
      "unapplied",
      "removed",
      "remains",
    ]);
    expect(printed).toMatchObject({
      version: 1,
      isDone: true,
      root: desk.root,
      data: "delete",
      workers: [],
      unapplied: 0,
    });
    expect(printed.settings.map(({ scope }) => scope)).toEqual(["local", "user"]);
    const again = await desk.hive(["uninstall", "--yes", "--delete-data"]);
    expect(again.out).toContain("There was nothing to remove.");
    expect(again.code).toBe(0);
  });
});

describe("hive uninstall at a terminal", () => {
  const QUESTION = "What is to become of what was saved";

  test("asks for the data, shows the change, and does it when told so", async () => {
    using desk = await deskInUse();
    await using typist = new Typist(desk, ["uninstall"]);
    await typist.when(QUESTION, DOWN + ENTER);
    await typist.when("Do this?", "y");
    expect(await typist.exited).toBe(0);
    expect(typist.screen).toContain("hive is uninstalled here.");
    expect(Object.keys(filesOf(desk)).toSorted()).toEqual(settingsOf(desk).toSorted());
  });

  test.each<[string, readonly (readonly [string, string])[]]>([
    ["at the first question", [[QUESTION, CTRL_C]]],
    [
      "before it is done",
      [
        [QUESTION, ENTER],
        ["Do this?", CTRL_C],
      ],
    ],
    [
      "with no",
      [
        [QUESTION, ENTER],
        ["Do this?", "n"],
      ],
    ],
  ])("changes nothing when it is left %s", async (_name, steps) => {
    using desk = await deskInUse();
    const before = filesOf(desk);
    await using typist = new Typist(desk, ["uninstall"]);
    for (const [text, keys] of steps) await typist.when(text, keys);
    expect(await typist.exited).toBe(130);
    expect(filesOf(desk)).toEqual(before);
  });

  test("does not delete entries that were not applied unless that was asked for by name", async () => {
    using desk = await deskInUse();
    enqueue(desk);
    const before = filesOf(desk);
    await using typist = new Typist(desk, ["uninstall"]);
    await typist.when(QUESTION, DOWN + ENTER);
    expect(await typist.exited).toBe(20);
    await typist.sees("1 entry has not been applied: nothing was changed");
    expect(filesOf(desk)).toEqual(before);
  });
});

test("a worker that does not end is left alive, with what ends it", async () => {
  using desk = await deskInUse();
  const paths = queuePaths(desk.root);
  await using worker = await startReportingWorker(desk.root);
  process.kill(worker.pid, "SIGSTOP");
  const refusal = await stopWorkers(paths, 100).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "HIVE_UNHEALTHY", hint: expect.stringContaining("hive worker stop --force") });
  const { out } = await desk.hive(["worker", "stop", "--force"]);
  expect(out).toContain("was killed");
  expect(await stopWorkers(paths, 100)).toBeUndefined();
});

test("a worker that the PID of its lock does not hold is not signalled, and nothing is deleted", async () => {
  using desk = await deskInUse();
  const paths = queuePaths(desk.root);
  await using bystander = hive(["worker", "--root", join(desk.home, "other")]);
  await bystander.printedError("worker started");
  const lock = ProcessLock.take(lockPath(paths, `${bystander.pid}-aaaa`), true)!;
  const { code, err } = await desk.hive(["uninstall", "--yes", "--delete-data"]);
  lock.release();
  expect(err).toContain(`process ${bystander.pid} is not it`);
  expect(code).toBe(3);
  expect(fs.existsSync(join(desk.root, "hive.db"))).toBe(true);
  process.kill(bystander.pid, 0);
});
