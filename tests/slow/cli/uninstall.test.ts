/** `hive uninstall`: settings byte for byte, no worker, no file, and nothing of anybody else's. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { join } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { findProjectPaths } from "../../../src/install/paths.ts";
import { planInstall } from "../../../src/install/plan.ts";
import { stopWorkers } from "../../../src/install/uninstall/stop-workers.ts";
import { lockPath } from "../../../src/queue/claims/recover.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { ProjectSnapshots } from "../../../src/snapshots/project-snapshots.ts";
import { Queue } from "../../../src/queue/queue.ts";
import { ProcessLock } from "../../../src/supervisor/lock.ts";
import { ensureHook, startReportingWorker } from "../../doctor/healthy-project.ts";
import { CliProject } from "../../install/cli-project.ts";
import { ACCEPTED, HOOK } from "../../install/fixtures.ts";
import { NO_ANSWERS } from "../../install/project.ts";
import { CTRL_C, DOWN, ENTER, FakeTty } from "../../install/fake-tty.ts";
import { drain, hive, rows } from "../../support/hive.ts";

setDefaultTimeout(120_000);
beforeAll(ensureHook);

const FOREIGN = ACCEPTED["two spaces, foreign hooks"]!;

function enqueue({ root }: CliProject): void {
  const payload = { sessionId: "s", atMs: Date.now(), level: "info", message: "hello" };
  new Queue(root).enqueue({ operation: "insert_log", payload });
}

/** A project with settings of others in all three scopes, hive in two of them, and a queue. */
function projectInUse(): CliProject {
  const project = new CliProject();
  for (const path of settingsOf(project)) {
    fs.mkdirSync(join(path, ".."), { recursive: true });
    fs.writeFileSync(path, FOREIGN);
  }
  const paths = findProjectPaths(project.path, project.env);
  for (const scope of ["local", "user"] as const) planInstall(paths, scope, NO_ANSWERS, HOOK).make();
  makeQueue(queuePaths(project.root));
  return project;
}

/** The same, and something saved. */
async function projectWithData(): Promise<CliProject> {
  const project = projectInUse();
  enqueue(project);
  await drain(project.root);
  return project;
}

const settingsOf = ({ path, home, local }: CliProject): string[] => [
  join(path, ".claude/settings.json"),
  local,
  join(home, ".claude/settings.json"),
];

/** All files with their content, but for those that Bun keeps in a home directory for itself. */
const filesOf = (project: CliProject): Record<string, string> =>
  Object.fromEntries(Object.entries(project.files()).filter(([path]) => !path.startsWith(join(project.home, ".bun"))));

/** Every path below the project, directories included. */
const pathsOf = ({ path, home }: CliProject): string[] =>
  [path, home]
    .flatMap((top) => fs.readdirSync(top, { recursive: true }).map((name) => join(top, String(name))))
    .toSorted();

describe("hive uninstall --delete-data", () => {
  test("leaves the settings as they were, and no file", async () => {
    using project = new CliProject();
    const untouched = pathsOf(project);
    for (const scope of ["project", "local", "user"]) await project.setUp("--scope", scope);
    enqueue(project);
    await drain(project.root);
    for (const name of ["hook.log", "hook.log.1"]) fs.writeFileSync(join(project.root, name), "");
    const { code, out } = await project.hive(["uninstall", "--yes", "--delete-data"]);
    expect(out).toContain("hive is uninstalled here.");
    expect(out).toContain("What remains:\n  hive itself, in ");
    expect(code).toBe(0);
    expect(pathsOf(project)).toEqual(untouched);
  });

  test("restores settings of others byte for byte in every scope, and ends the worker", async () => {
    using project = projectInUse();
    await using worker = await startReportingWorker(project.root);
    const { code, out } = await project.hive(["uninstall", "--yes", "--delete-data"]);
    expect(out).toContain(`End worker ${worker.pid}-`);
    expect(code).toBe(0);
    expect(await worker.outcome()).toMatchObject({ exitCode: 0, signal: null });
    expect(settingsOf(project).map((path) => fs.readFileSync(path, "utf8"))).toEqual([FOREIGN, FOREIGN, FOREIGN]);
    expect(Object.keys(filesOf(project)).toSorted()).toEqual(settingsOf(project).toSorted());
  });

  test("deletes entries that were not applied, since it was asked for by name", async () => {
    using project = projectInUse();
    enqueue(project);
    const { code, out } = await project.hive(["uninstall", "--yes", "--delete-data"]);
    expect(out).toContain(`Not applied in ${project.root}: 1 entry, deleted too`);
    expect(code).toBe(0);
    expect(fs.existsSync(project.root)).toBe(false);
  });

  test("deletes the project's snapshots of files and the notes on its sessions, and no other project's", async () => {
    using project = await projectWithData();
    const data = project.env.XDG_DATA_HOME;
    const make = (root: string, session: string): string[] => {
      using snapshots = ProjectSnapshots.open(root, project.env)!;
      fs.writeFileSync(join(snapshots.directory, "object"), "a file's content");
      const notes = join(data, "hive/sessions");
      fs.mkdirSync(notes, { recursive: true });
      fs.writeFileSync(join(notes, session), root);
      fs.writeFileSync(join(notes, `agent-${session}`), `session:${session}`);
      return [snapshots.directory, join(notes, session), join(notes, `agent-${session}`)];
    };
    const own = make(project.root, "uninstalled-session");
    const others = make(join(project.home, "other/.hive-mind"), "other-session");
    const { code, out } = await project.hive(["uninstall", "--yes", "--delete-data"]);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(`Remove ${own[0]}\n`) });
    expect(own.filter((path) => fs.existsSync(path))).toEqual([]);
    expect(others.filter((path) => !fs.existsSync(path))).toEqual([]);
    for (const path of others) fs.rmSync(path, { recursive: true });
  });

  test("leaves what is not hive's, where HIVE_ROOT holds more than hive, and follows no link", async () => {
    using project = new CliProject();
    const env = { ...project.env, HIVE_ROOT: project.home };
    fs.writeFileSync(join(project.home, "thesis.txt"), "years of work");
    fs.writeFileSync(join(project.home, ".gitignore"), "*.aux\n");
    fs.mkdirSync(join(project.path, "outside"));
    fs.writeFileSync(join(project.path, "outside/kept"), "");
    fs.symlinkSync(join(project.path, "outside"), join(project.home, "logs"));
    new Queue(project.home).enqueue({
      operation: "insert_log",
      payload: { sessionId: "s", atMs: 1, level: "info", message: "m" },
    });
    const { code, out } = await project.hive(["uninstall", "--yes", "--delete-data"], { env });
    expect(out).toContain("not hive's, so left alone");
    expect(code).toBe(0);
    expect(fs.readdirSync(project.home).toSorted()).toEqual([".claude", ".gitignore", "thesis.txt"]);
    expect(fs.readdirSync(join(project.path, "outside"))).toEqual(["kept"]);
  });
});

describe("hive uninstall --keep-data", () => {
  test("keeps what was saved and what waits, and removes what only a running hive needs", async () => {
    using project = await projectWithData();
    await using worker = await startReportingWorker(project.root);
    worker.kill();
    await worker.outcome();
    enqueue(project);
    const { code, out } = await project.hive(["uninstall", "--yes", "--keep-data"]);
    expect(out).toContain(`the saved data, in ${project.root}`);
    expect(out).toContain("1 entry, kept, and applied when hive is back");
    expect(code).toBe(0);
    expect(settingsOf(project).map((path) => fs.readFileSync(path, "utf8"))).toEqual([FOREIGN, FOREIGN, FOREIGN]);
    expect(fs.existsSync(join(project.root, "queue/doorbell"))).toBe(false);
    expect(fs.readdirSync(join(project.root, "queue/workers"))).toEqual([]);
    expect(rows(project.root, "SELECT * FROM session_logs").length).toBe(1);
    await drain(project.root);
    expect(rows(project.root, "SELECT * FROM session_logs").length).toBe(2);
  });
});

describe("hive uninstall", () => {
  test.each([
    ["nobody to ask", [], "--yes --keep-data"],
    ["no word on the data", ["--yes"], "--yes --keep-data"],
    ["no word on the data of a dry run", ["--dry-run"], "--yes --keep-data"],
    ["two words on the data", ["--yes", "--keep-data", "--delete-data"], "cannot be used with"],
    ["data named and nobody to confirm", ["--delete-data"], "not a terminal: pass --yes"],
  ])("refuses %s, and changes nothing", async (_name, args, message) => {
    using project = projectInUse();
    const before = filesOf(project);
    const { code, err } = await project.hive(["uninstall", ...args]);
    expect(err).toContain(message);
    expect(code).toBe(20);
    expect(filesOf(project)).toEqual(before);
  });

  test("shows with --dry-run all that it would do, and does nothing", async () => {
    using project = await projectWithData();
    await using worker = await startReportingWorker(project.root);
    const before = filesOf(project);
    const { code, out } = await project.hive(["uninstall", "--dry-run", "--delete-data"]);
    expect(out).toContain(`--- ${project.local}`);
    expect(out).toContain(`--- ${join(project.home, ".claude/settings.json")}`);
    expect(out).toContain(`End worker ${worker.pid}-`);
    expect(out).toContain(`Remove ${project.root}/hive.db\n`);
    expect(code).toBe(0);
    expect(filesOf(project)).toEqual(before);
    process.kill(worker.pid, 0);
  });

  test("does nothing at all when one of the settings files does not parse", async () => {
    using project = projectInUse();
    fs.writeFileSync(join(project.path, ".claude/settings.json"), "{");
    const before = filesOf(project);
    const { code, err } = await project.hive(["uninstall", "--yes", "--delete-data"]);
    expect(err).toContain("it is not JSON");
    expect(code).toBe(20);
    expect(filesOf(project)).toEqual(before);
  });

  test("prints JSON of version 1, and says so when there was nothing", async () => {
    using project = projectInUse();
    const { out } = await project.hive(["uninstall", "--yes", "--delete-data", "--json"]);
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
      root: project.root,
      data: "delete",
      workers: [],
      unapplied: 0,
    });
    expect(printed.settings.map(({ scope }) => scope)).toEqual(["local", "user"]);
    const again = await project.hive(["uninstall", "--yes", "--delete-data"]);
    expect(again.out).toContain("There was nothing to remove.");
    expect(again.code).toBe(0);
  });
});

describe("hive uninstall at a terminal", () => {
  const QUESTION = "What to do with the data saved";

  test("asks for the data, shows the change, and does it when told so", async () => {
    using project = await projectWithData();
    await using tty = new FakeTty(project, ["uninstall"]);
    await tty.when(QUESTION, DOWN + ENTER);
    await tty.when("Do this?", "y");
    expect(await tty.exited).toBe(0);
    expect(tty.screen).toContain("hive is uninstalled here.");
    expect(Object.keys(filesOf(project)).toSorted()).toEqual(settingsOf(project).toSorted());
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
    using project = projectInUse();
    const before = filesOf(project);
    await using tty = new FakeTty(project, ["uninstall"]);
    for (const [text, keys] of steps) await tty.when(text, keys);
    expect(await tty.exited).toBe(130);
    expect(filesOf(project)).toEqual(before);
  });

  test("keeps entries that were not applied, and does not ask what it would refuse", async () => {
    using project = await projectWithData();
    enqueue(project);
    await using tty = new FakeTty(project, ["uninstall"]);
    await tty.when("Do this?", "y");
    expect(await tty.exited).toBe(0);
    expect(tty.screen).not.toContain(QUESTION);
    // Where a line breaks depends on the length of the directory's name.
    const told = tty.screen.replaceAll(/\s+/g, " ");
    expect(told).toContain("1 entry, kept, and applied when hive is back (--delete-data deletes)");
    expect(fs.existsSync(join(project.root, "hive.db"))).toBe(true);
  });

  test("asks nothing when one of the settings files does not parse", async () => {
    using project = projectInUse();
    fs.writeFileSync(project.local, "{");
    await using tty = new FakeTty(project, ["uninstall"]);
    await tty.sees("it is not JSON");
    expect(await tty.exited).toBe(20);
    expect(tty.screen).not.toContain(QUESTION);
  });
});

test("a worker that does not end is left alive, with what ends it", async () => {
  using project = projectInUse();
  const paths = queuePaths(project.root);
  await using worker = await startReportingWorker(project.root);
  process.kill(worker.pid, "SIGSTOP");
  const refusal = await stopWorkers(paths, 100).catch((error: unknown) => error);
  expect(refusal).toMatchObject({ code: "HIVE_UNHEALTHY", hint: expect.stringContaining("hive worker stop --force") });
  const { out } = await project.hive(["worker", "stop", "--force"]);
  expect(out).toContain("was killed");
  expect(await stopWorkers(paths, 100)).toBeUndefined();
});

test("a worker that the PID of its lock does not hold is not signalled, and nothing is deleted", async () => {
  using project = await projectWithData();
  const paths = queuePaths(project.root);
  await using bystander = hive(["worker", "--root", join(project.home, "other")]);
  await bystander.printedError("worker started");
  const lock = ProcessLock.take(lockPath(paths, `${bystander.pid}-aaaa`), true)!;
  const { code, err } = await project.hive(["uninstall", "--yes", "--delete-data"]);
  lock.release();
  expect(err).toContain(`process ${bystander.pid} is another one`);
  expect(code).toBe(3);
  expect(fs.existsSync(join(project.root, "hive.db"))).toBe(true);
  process.kill(bystander.pid, 0);
});
