/** Each link broken for real: it is found, what is safe is mended, and a second look says so. */
import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { storePath } from "../../src/store/location.ts";
import { drain } from "../support/hive.ts";
import { FIXABLE, UNFIXABLE } from "./defects.ts";
import { ensureHook, faults, findingOf, Patient, startReportingWorker } from "./patient.ts";

setDefaultTimeout(120_000);
beforeAll(ensureHook);

test("a healthy project without a worker has no fault", async () => {
  using patient = await Patient.healthy();
  const report = await patient.examine();
  expect(faults(report)).toEqual([]);
  expect(report).toMatchObject({ version: 1, isHealthy: true, repairs: [], root: patient.root });
  expect(report.findings.length).toBe(23);
});

test("a healthy project with a worker has no fault", async () => {
  using patient = await Patient.healthy();
  await using worker = await startReportingWorker(patient.root);
  const report = await patient.examine();
  expect(faults(report)).toEqual([]);
  expect(findingOf(report, "worker").found).toContain(`${worker.pid}-`);
  expect(findingOf(report, "worker").found).toContain("event mode");
  expect(findingOf(report, "doorbell").found).toBe("a worker listens");
});

test("a project in which nothing was saved yet has no fault of the queue", async () => {
  using patient = new Patient();
  const report = await patient.examine(true);
  expect(findingOf(report, "queue")).toMatchObject({ level: "ok", found: expect.stringContaining("not there yet") });
  expect(report.findings.map(({ check }) => check)).not.toContain("worker");
  expect(fs.existsSync(patient.root)).toBe(false);
});

const mode = (path: string): number => fs.lstatSync(path).mode & 0o777;

describe("--fix mends", () => {
  test.each(Object.entries(FIXABLE))("%s", async (_name, { check, level, found, spoil }) => {
    using patient = await Patient.healthy();
    spoil(patient);
    expect(findingOf(await patient.examine(), check)).toMatchObject({
      level,
      found: expect.stringContaining(found),
      run: "hive doctor --fix",
      isFixable: true,
    });
    const fixed = await patient.examine(true);
    expect(fixed.repairs).toMatchObject([{ check, isDone: true }]);
    expect(faults(fixed)).toEqual([]);
    const again = await patient.examine(true);
    expect(again).toMatchObject({ repairs: [], isHealthy: true });
    expect(faults(again)).toEqual([]);
  });

  test("modes to 0700 and 0600, and follows no link", async () => {
    using patient = await Patient.healthy();
    const outside = `${patient.path}/outside`;
    fs.writeFileSync(outside, "", { mode: 0o644 });
    fs.symlinkSync(outside, `${patient.root}/link`);
    fs.chmodSync(patient.root, 0o777);
    fs.chmodSync(storePath(patient.root), 0o666);
    await patient.examine(true);
    expect([patient.root, storePath(patient.root), outside].map(mode)).toEqual([0o700, 0o600, 0o644]);
  });

  test("a killed worker's claims and files", async () => {
    using patient = await Patient.healthy();
    await using worker = await startReportingWorker(patient.root);
    worker.kill();
    await worker.outcome();
    const { paths } = patient;
    const [id] = fs.readdirSync(paths.processing) as [string];
    patient.enqueue();
    const [entry] = fs.readdirSync(paths.pending) as [string];
    fs.renameSync(`${paths.pending}/${entry}`, `${paths.processing}/${id}/${entry}`);
    const found = findingOf(await patient.examine(), "dead workers");
    expect(found).toMatchObject({ level: "warning", found: `${id} left files and 1 claimed entry` });
    const { repairs } = await patient.examine(true);
    expect(repairs).toMatchObject([{ message: "put 1 entry back, removed the files of 1 dead worker" }]);
    expect(fs.readdirSync(paths.workers)).toEqual([]);
    expect(fs.readdirSync(paths.processing)).toEqual([]);
    expect(fs.readdirSync(paths.pending)).toEqual([entry]);
    await drain(patient.root);
    expect(faults(await patient.examine())).toEqual([]);
  });
});

describe("found, and left to a person, is", () => {
  test.each(Object.entries(UNFIXABLE))("%s", async (_name, { check, level, found, spoil, hasWorker }) => {
    using patient = await Patient.healthy();
    await using worker = hasWorker === true ? await startReportingWorker(patient.root) : undefined;
    if (worker !== undefined) expect(findingOf(await patient.examine(), "worker").level).toBe("ok");
    await spoil(patient);
    const before = patient.state();
    const report = await patient.examine(true);
    const finding = findingOf(report, check);
    expect(finding).toMatchObject({ level, found: expect.stringContaining(found), isFixable: false });
    expect(finding.run ?? finding.remedy).toEqual(expect.any(String));
    expect(report.repairs).toEqual([]);
    expect(patient.state()).toEqual(before);
  });

  test("an entry that is nowhere, by its id", async () => {
    using patient = await Patient.healthy();
    const id = patient.enqueue();
    fs.rmSync(`${patient.paths.pending}/5_${id}.json`);
    expect(findingOf(await patient.examine(), "account").level).toBe("ok");
    const later = findingOf(await patient.examine(true, 10_000), "account");
    expect(later).toMatchObject({ level: "problem", isFixable: false });
    expect(later.found).toContain("captured 2 = applied 1 + pending 0 + failed 0 + missing 1: lost");
    expect(later.found).toContain(id);
  });
});

test("without --fix nothing is changed, whatever is wrong", async () => {
  using patient = await Patient.healthy();
  patient.enqueue();
  for (const { spoil } of Object.values(FIXABLE)) await spoil(patient);
  fs.mkdirSync(patient.paths.failed, { mode: 0o755 });
  const before = patient.state();
  const report = await patient.examine();
  expect(faults(report).length).toBeGreaterThan(6);
  expect(report.repairs).toEqual([]);
  expect(patient.state()).toEqual(before);
});
