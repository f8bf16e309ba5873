/** Each link broken for real: it is found, what is safe is fixed, and a second look says so. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { drain } from "../../support/hive.ts";
import { FIXABLE, UNFIXABLE } from "./defects.ts";
import { ensureHook, faults, findingOf, HealthyProject, startReportingWorker } from "../../doctor/healthy-project.ts";

setDefaultTimeout(120_000);
beforeAll(ensureHook);

test("a healthy project without a worker has no fault", async () => {
  using project = await HealthyProject.healthy();
  const report = await project.examine();
  expect(faults(report)).toEqual([]);
  expect(report).toMatchObject({ version: 2, isHealthy: true, repairs: [], root: project.root });
  expect(report.findings.length).toBeGreaterThanOrEqual(30);
});

test("a healthy project with a worker has no fault", async () => {
  using project = await HealthyProject.healthy();
  await using worker = await startReportingWorker(project.root);
  const report = await project.examine();
  expect(faults(report)).toEqual([]);
  expect(findingOf(report, "worker").found).toContain(`${worker.pid}-`);
  expect(findingOf(report, "worker").found).toContain("event mode");
  expect(findingOf(report, "doorbell").found).toBe("a worker listens");
});

test("a project in which nothing was saved yet has no fault of the queue", async () => {
  using project = new HealthyProject();
  const report = await project.examine(true);
  expect(findingOf(report, "queue")).toMatchObject({ level: "ok", found: expect.stringContaining("not there yet") });
  expect(report.findings.map(({ code }) => code)).not.toContain("worker");
  expect(fs.existsSync(project.root)).toBe(false);
});

const mode = (path: string): number => fs.lstatSync(path).mode & 0o777;

describe("--fix fixes", () => {
  test.each(Object.entries(FIXABLE))("%s", async (_name, { code, level, found, spoil }) => {
    using project = await HealthyProject.healthy();
    await spoil(project);
    expect(findingOf(await project.examine(), code)).toMatchObject({
      level,
      found: expect.stringContaining(found),
      run: "hive doctor --fix",
      isFixable: true,
    });
    const fixed = await project.examine(true);
    expect(fixed.repairs).toMatchObject([{ code, isDone: true }]);
    expect(faults(fixed)).toEqual([]);
    const again = await project.examine(true);
    expect(again).toMatchObject({ repairs: [], isHealthy: true });
    expect(faults(again)).toEqual([]);
  });

  test("modes to 0700 and 0600, and follows no link", async () => {
    using project = await HealthyProject.healthy();
    const outside = `${project.path}/outside`;
    fs.writeFileSync(outside, "", { mode: 0o644 });
    fs.symlinkSync(outside, `${project.root}/link`);
    fs.chmodSync(project.root, 0o777);
    fs.chmodSync(storePath(project.root), 0o666);
    await project.examine(true);
    expect([project.root, storePath(project.root), outside].map(mode)).toEqual([0o700, 0o600, 0o644]);
  });

  test("a killed worker's claims and files", async () => {
    using project = await HealthyProject.healthy();
    await using worker = await startReportingWorker(project.root);
    worker.kill();
    await worker.outcome();
    const { paths } = project;
    const [id] = fs.readdirSync(paths.processing) as [string];
    project.enqueue();
    const [entry] = fs.readdirSync(paths.pending) as [string];
    fs.renameSync(`${paths.pending}/${entry}`, `${paths.processing}/${id}/${entry}`);
    const found = findingOf(await project.examine(), "dead-workers");
    expect(found).toMatchObject({ level: "warning", found: `${id} left files and 1 claimed entry` });
    const { repairs } = await project.examine(true);
    expect(repairs).toMatchObject([{ message: "put 1 entry back, removed the files of 1 dead worker" }]);
    expect(fs.readdirSync(paths.workers)).toEqual([]);
    expect(fs.readdirSync(paths.processing)).toEqual([]);
    expect(fs.readdirSync(paths.pending)).toEqual([entry]);
    await drain(project.root);
    expect(faults(await project.examine())).toEqual([]);
  });
});

describe("found, and left to a person, is", () => {
  test.each(Object.entries(UNFIXABLE))("%s", async (_name, { code, level, found, spoil, hasWorker }) => {
    using project = await HealthyProject.healthy();
    await using worker = hasWorker === true ? await startReportingWorker(project.root) : undefined;
    if (worker !== undefined) expect(findingOf(await project.examine(), "worker").level).toBe("ok");
    await spoil(project);
    const before = project.state();
    const report = await project.examine(true);
    const finding = findingOf(report, code);
    expect(finding).toMatchObject({ level, found: expect.stringContaining(found), isFixable: false });
    expect(finding.run ?? finding.advice).toEqual(expect.any(String));
    expect(report.repairs).toEqual([]);
    expect(project.state()).toEqual(before);
  });

  test("an entry that is nowhere, by its id", async () => {
    using project = await HealthyProject.healthy();
    const id = project.enqueue();
    fs.rmSync(`${project.paths.pending}/5_${id}.json`);
    expect(findingOf(await project.examine(), "account").level).toBe("ok");
    const later = findingOf(await project.examine(true, 10_000), "account");
    expect(later).toMatchObject({ level: "problem", isFixable: false });
    expect(later.found).toContain("enqueued 2 = applied 1 + pending 0 + failed 0 + missing 1: lost");
    expect(later.found).toContain(id);
  });
});

test("without --fix nothing is changed, whatever is wrong", async () => {
  using project = await HealthyProject.healthy();
  project.enqueue();
  for (const { spoil } of Object.values(FIXABLE)) await spoil(project);
  fs.mkdirSync(project.paths.failed, { mode: 0o755 });
  const before = project.state();
  const report = await project.examine();
  expect(faults(report).length).toBeGreaterThan(6);
  expect(report.repairs).toEqual([]);
  expect(project.state()).toEqual(before);
});
