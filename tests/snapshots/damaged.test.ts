/** A catalogue whose bytes are wrong: nothing is lost silently. Without git: no process is started. */
import { expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { configOf } from "../../src/base/config/validate.ts";
import { judgeSnapshots, snapshotsStatus, undoCheck } from "../../src/doctor/checks/undo.ts";
import { snapshotsCheck } from "../../src/doctor/deep/snapshots.ts";
import type { ProjectView } from "../../src/doctor/project-view.ts";
import { Catalogue } from "../../src/snapshots/keep/catalogue.ts";
import { damageOf, setAsideDamaged, setAsideIn } from "../../src/snapshots/keep/damaged.ts";
import { forgetSession, namesOf } from "../../src/snapshots/keep/forget.ts";
import { sweepAll } from "../../src/snapshots/keep/retention.ts";
import { hashOfBytes } from "../../src/snapshots/objects/objects.ts";
import { type Wanted, WantedTaker } from "../../src/snapshots/take-wanted.ts";
import { allBytes, Project } from "../support/snapshots/snapshots.ts";

const DAY_MS = 86_400_000;
const SESSION = "5f0c2b1e-damaged-session";

/** Takes a snapshot as the process beside the worker does, which then ends. */
async function take({ root, top }: Project, trigger: "start" | "call", sessionId = SESSION): Promise<void> {
  const taker = new WantedTaker({ root, nowMs: () => Date.now() });
  const call: Wanted["call"] = trigger === "start" ? null : { key: "toolu_1", tool: "Bash", sessionId };
  try {
    await taker.take([{ entryId: "1", sessionId, cwd: top, trigger, call, told: [], atMs: Date.now() }]);
  } finally {
    taker.close();
  }
}

/** A project of one file, of which a snapshot was taken by a process that is gone. */
async function keptProject(): Promise<Project> {
  const project = new Project(false);
  project.snapshots[Symbol.dispose]();
  writeFileSync(project.path("a"), "first\n");
  await take(project, "start");
  return project;
}

const catalogueOf = ({ snapshots }: Project): string => join(snapshots.directory, "catalogue.db");

/** Overwrites pages in the midst: the header stays, so that SQLite opens the file. */
function damagePages(project: Project): void {
  const path = catalogueOf(project);
  const bytes = readFileSync(path);
  bytes.fill(0xa5, 4096);
  writeFileSync(path, bytes);
}

const damageAll = (project: Project): void => writeFileSync(catalogueOf(project), "no database at all ".repeat(500));

const viewOf = ({ root }: Project) =>
  ({ root, env: process.env, config: configOf(), nowMs: Date.now() }) as unknown as ProjectView;

const isKept = ({ snapshots }: Project, text: string): boolean => snapshots.objects.has(hashOfBytes(Buffer.from(text)));

for (const [what, damage] of [
  ["no database", damageAll],
  ["a database with damaged pages", damagePages],
] as const) {
  test(`the worker sets ${what} aside, begins a new one, and says so in the snapshot and in the status`, async () => {
    using project = await keptProject();
    const { directory } = project.snapshots;
    damage(project);
    await take(project, "call");
    const [aside, ...more] = setAsideIn(directory);
    expect(more).toEqual([]);
    expect(statSync(aside!.path).size).toBeGreaterThan(4096);
    using catalogue = Catalogue.openToRead(directory)!;
    expect(catalogue.snapshots().map(({ notes }) => notes)).toEqual([
      [`the list of earlier snapshots was damaged, and they cannot be undone: ${aside!.reason}`],
    ]);
    expect(judgeSnapshots(snapshotsStatus(viewOf(project)))).toMatchObject({
      level: "warning",
      found: expect.stringContaining(`cannot be undone: their list was damaged (${aside!.reason})`),
    });
  });
}

test("the objects that a damaged catalogue names stay as long as it, and both go after the time of a snapshot", async () => {
  using project = await keptProject();
  const { directory } = project.snapshots;
  damageAll(project);
  rmSync(project.path("a"));
  writeFileSync(project.path("b"), "second\n");
  await take(project, "call");
  sweepAll(directory, { nowMs: Date.now() + DAY_MS });
  expect([isKept(project, "first\n"), setAsideIn(directory).length]).toEqual([true, 1]);
  sweepAll(directory, { nowMs: Date.now() + 8 * DAY_MS });
  expect([isKept(project, "first\n"), existsSync(directory)]).toEqual([false, false]);
});

test("a damaged catalogue is found by the doctor, and set aside by its fix alone", async () => {
  using project = await keptProject();
  const { directory } = project.snapshots;
  damagePages(project);
  const check = await snapshotsCheck.run(viewOf(project));
  expect([check.level, check.run]).toEqual(["warning", "hive doctor --fix"]);
  expect(setAsideIn(directory)).toEqual([]);
  expect(await check.fix!()).toBe(`set aside as ${setAsideIn(directory)[0]!.path}`);
  expect(isKept(project, "first\n")).toBe(true);
  expect((await snapshotsCheck.run(viewOf(project))).level).toBe("ok");
  // The status goes on saying that something was lost.
  expect((await undoCheck.run(viewOf(project))).level).toBe("warning");
});

test("a flipped bit in a row's text is damage, too", async () => {
  using project = await keptProject();
  const { directory } = project.snapshots;
  {
    using catalogue = Catalogue.open(directory);
    catalogue.db.run("UPDATE overlay SET state = replace(state, '\"kind\"', '\"kind')");
  }
  expect(damageOf(directory)).toBe("some rows are no JSON");
  await take(project, "call");
  expect(setAsideIn(directory).map(({ reason }) => reason)).toEqual(["some rows are no JSON"]);
});

test("a sound catalogue is not set aside, nor a damaged one that another process has open", async () => {
  using project = await keptProject();
  const { directory } = project.snapshots;
  expect([damageOf(directory), setAsideDamaged(directory, Date.now())]).toEqual([null, null]);
  const open = Catalogue.openToRead(directory)!;
  open.snapshots();
  damagePages(project);
  expect(() => setAsideDamaged(directory, Date.now())).toThrow("the damaged catalogue is in use");
  open.close();
  expect(setAsideDamaged(directory, Date.now())).not.toBeNull();
});

test("a damaged catalogue that names a forgotten session goes, with the objects that no other needs", async () => {
  using project = await keptProject();
  const { directory } = project.snapshots;
  const bytes = readFileSync(catalogueOf(project));
  bytes.fill(0xa5, 0, 100);
  writeFileSync(catalogueOf(project), bytes);
  await take(project, "call", "another-session");
  expect(namesOf(directory, SESSION)).toEqual([setAsideIn(directory)[0]!.path]);
  rmSync(project.path("a"));
  writeFileSync(project.path("b"), "by the other\n");
  await take(project, "call", "another-session");
  forgetSession(directory, SESSION);
  expect(readdirSync(directory).filter((name) => name.includes("malformed"))).toEqual([]);
  expect(allBytes(directory)).not.toContain(SESSION);
  expect(isKept(project, "by the other\n")).toBe(true);
});
