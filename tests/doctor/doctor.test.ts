/** Each link broken for real: it is found, what is safe is mended, and a second look says so. */
import { Database } from "bun:sqlite";
import { beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import * as fs from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { storePath } from "../../src/store/store.ts";
import { drain, startWorker } from "../support/hive.ts";
import { ensureHook, faults, findingOf, Patient } from "./patient.ts";

setDefaultTimeout(120_000);
beforeAll(ensureHook);

const HOUR_MS = 3_600_000;

test("a healthy project without a worker has no fault", async () => {
  using patient = await Patient.healthy();
  const report = await patient.examine();
  expect(faults(report)).toEqual([]);
  expect(report).toMatchObject({ version: 1, isHealthy: true, repairs: [], root: patient.root });
  expect(report.findings.length).toBe(22);
});

test("a healthy project with a worker has no fault", async () => {
  using patient = await Patient.healthy();
  await using worker = await startWorker(patient.root);
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

interface Defect {
  readonly check: string;
  readonly level: "warning" | "problem";
  readonly found: string;
  readonly spoil: (patient: Patient) => unknown;
}

const mode = (path: string): number => fs.lstatSync(path).mode & 0o777;

const FIXABLE: Readonly<Record<string, Defect>> = {
  "a state directory open to others": {
    check: "permissions",
    level: "problem",
    found: ".hive-mind (755)",
    spoil: ({ root }) => fs.chmodSync(root, 0o755),
  },
  "files open to others": {
    check: "permissions",
    level: "warning",
    found: "hive.db (644)",
    spoil: ({ root, paths }) => {
      fs.chmodSync(storePath(root), 0o644);
      fs.chmodSync(paths.failed, 0o770);
    },
  },
  "a directory that is missing": {
    check: "queue",
    level: "warning",
    found: "queue/failed",
    spoil: ({ paths }) => fs.rmSync(paths.failed, { recursive: true }),
  },
  "a file in the doorbell's place": {
    check: "doorbell",
    level: "warning",
    found: "is no FIFO",
    spoil: ({ paths }) => {
      fs.rmSync(paths.doorbell, { force: true });
      fs.writeFileSync(paths.doorbell, "", { mode: 0o600 });
    },
  },
  "an instance from the future": {
    check: "clock",
    level: "warning",
    found: "1 instance took a checkpoint in the future",
    spoil: ({ paths }) => fs.writeFileSync(`${paths.instances}/i.json`, String(Date.now() + HOUR_MS), { mode: 0o600 }),
  },
  "a heartbeat from the future": {
    check: "clock",
    level: "warning",
    found: "which is to come",
    spoil: ({ paths }) => {
      const heartbeat = JSON.parse(fs.readFileSync(paths.heartbeat, "utf8")) as object;
      const timestamp = new Date(Date.now() + HOUR_MS).toISOString();
      fs.writeFileSync(paths.heartbeat, JSON.stringify({ ...heartbeat, timestamp }));
    },
  },
  "what a crash left in .tmp": {
    check: "temporary files",
    level: "warning",
    found: "2 files left",
    spoil: ({ paths }) => {
      const old = (Date.now() - 2 * HOUR_MS) / 1000;
      fs.writeFileSync(`${paths.tmp}/x`, "{", { mode: 0o600 });
      fs.mkdirSync(`${paths.tmp}/doctor-x/.hive-mind`, { recursive: true, mode: 0o700 });
      for (const name of ["x", "doctor-x"]) fs.utimesSync(`${paths.tmp}/${name}`, old, old);
    },
  },
  "a lock without a worker": {
    check: "dead workers",
    level: "warning",
    found: "999999-dead left files",
    spoil: ({ paths }) => fs.writeFileSync(`${paths.workers}/999999-dead.lock`, "", { mode: 0o600 }),
  },
  "a report without a worker": {
    check: "dead workers",
    level: "warning",
    found: "999999-dead left files",
    spoil: ({ paths }) => fs.writeFileSync(`${paths.workers}/999999-dead.json`, "{}", { mode: 0o600 }),
  },
  "a database that is none": {
    check: "database",
    level: "problem",
    found: "is malformed: file is not a database",
    spoil: ({ root }) => fs.writeFileSync(storePath(root), "nonsense".repeat(1000)),
  },
};

describe("--fix mends", () => {
  test.each(Object.entries(FIXABLE))("%s", async (_name, { check, level, found, spoil }) => {
    using patient = await Patient.healthy();
    spoil(patient);
    expect(findingOf(await patient.examine(), check)).toMatchObject({
      level,
      found: expect.stringContaining(found),
      remedy: expect.stringContaining("hive doctor --fix"),
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
    await using worker = await startWorker(patient.root);
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

const editReports = (patient: Patient, fields: Readonly<Record<string, unknown>>): void => {
  for (const name of fs.readdirSync(patient.paths.workers)) {
    if (!name.endsWith(".json")) continue;
    const path = `${patient.paths.workers}/${name}`;
    const report = JSON.parse(fs.readFileSync(path, "utf8")) as object;
    fs.writeFileSync(path, JSON.stringify({ ...report, ...fields }));
  }
};

const UNFIXABLE: Readonly<Record<string, Defect & { readonly hasWorker?: boolean }>> = {
  "entries and no worker": {
    check: "worker",
    level: "problem",
    found: "none runs, and 1 entry waits",
    spoil: (patient) => patient.enqueue(),
  },
  "a full backlog": {
    check: "backlog",
    level: "problem",
    found: "the queue is full (maxPending 2",
    spoil: (patient) => {
      for (let n = 0; n < 2; n += 1) patient.enqueue();
      fs.writeFileSync(`${patient.root}/config.json`, '{"maxPending": 2}', { mode: 0o600 });
    },
  },
  "a backlog near its limit in bytes": {
    check: "backlog",
    level: "warning",
    found: "% of what it may hold",
    spoil: (patient) => {
      patient.enqueue();
      const [name] = fs.readdirSync(patient.paths.pending) as [string];
      const { size } = fs.statSync(`${patient.paths.pending}/${name}`);
      fs.writeFileSync(`${patient.root}/config.json`, JSON.stringify({ maxPendingBytes: size + 1 }), { mode: 0o600 });
    },
  },
  "a dead letter": {
    check: "dead letters",
    level: "problem",
    found: "1 entry was given up",
    spoil: async ({ root }) => {
      fs.writeFileSync(`${root}/config.json`, '{"maxAttempts": 1}', { mode: 0o600 });
      new Queue(root).enqueue({ operation: "sql", sql: "DROP TABLE sessions" });
      await drain(root);
    },
  },
  "settings in which an event is missing": {
    check: "settings",
    level: "problem",
    found: "not called on Stop",
    spoil: ({ place }) => {
      const path = place.settings.local;
      fs.writeFileSync(path, fs.readFileSync(path, "utf8").replace('"Stop"', '"Halt"'));
    },
  },
  "a hook that is gone": {
    check: "hook",
    level: "problem",
    found: "cannot be run",
    spoil: ({ place }) => {
      const path = place.settings.local;
      fs.writeFileSync(
        path,
        fs.readFileSync(path, "utf8").replaceAll(/"command": ".*"/g, '"command": "/gone/hive-hook"'),
      );
    },
  },
  "a config.json that does not parse": {
    check: "config",
    level: "problem",
    found: "config.json is not JSON",
    spoil: ({ root }) => fs.writeFileSync(`${root}/config.json`, '{"rawSql": "off",', { mode: 0o600 }),
  },
  "a setting that hive does not know": {
    check: "config",
    level: "warning",
    found: "does not know: maxpending",
    spoil: ({ root }) => fs.writeFileSync(`${root}/config.json`, '{"maxpending": 2}', { mode: 0o600 }),
  },
  "a directory of the queue that is a link": {
    check: "queue",
    level: "problem",
    found: "not a directory",
    spoil: ({ paths, path }) => {
      fs.renameSync(paths.failed, `${path}/elsewhere`);
      fs.symlinkSync(`${path}/elsewhere`, paths.failed);
    },
  },
  "a database of a newer hive": {
    check: "database",
    level: "problem",
    found: "a newer hive has written it",
    spoil: ({ root }) => {
      using db = new Database(storePath(root));
      db.run("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999_later', '')");
    },
  },
  "a failure of the hook": {
    check: "hook log",
    level: "warning",
    found: "1 failure of the hook in the last 24 h",
    spoil: ({ root }) => {
      const lines = [`${new Date(0).toISOString()} long ago`, `${new Date().toISOString()} no room`];
      fs.writeFileSync(`${root}/hook.log`, `${lines.join("\n")}\n`, { mode: 0o600 });
    },
  },
  "an entry from the future": {
    check: "clock",
    level: "warning",
    found: "1 entry is from the future",
    spoil: ({ paths }) => {
      const seq = Bun.randomUUIDv7("hex", Date.now() + HOUR_MS);
      fs.writeFileSync(`${paths.pending}/5_${seq}.json`, "{}", { mode: 0o600 });
    },
  },
  "a worker of another version": {
    check: "hive",
    level: "warning",
    found: "a worker of hive 0.0.9 runs",
    hasWorker: true,
    spoil: (patient) => editReports(patient, { version: "0.0.9" }),
  },
  "a worker that polls": {
    check: "worker",
    level: "warning",
    found: "it polls, not by choice: watch: no event arrives",
    hasWorker: true,
    spoil: (patient) => editReports(patient, { mode: "poll", fallback_reason: "watch: no event arrives" }),
  },
  "a worker that has been silent": {
    check: "heartbeat",
    level: "problem",
    found: "lives and has said nothing for 60 min",
    hasWorker: true,
    spoil: (patient) => editReports(patient, { timestamp: new Date(Date.now() - HOUR_MS).toISOString() }),
  },
  "a worker that cannot write": {
    check: "heartbeat",
    level: "problem",
    found: "the store cannot be written: disk full",
    hasWorker: true,
    spoil: (patient) => editReports(patient, { store_error: "disk full" }),
  },
  "a worker's doorbell that was replaced": {
    check: "doorbell",
    level: "warning",
    found: "is no FIFO",
    hasWorker: true,
    spoil: ({ paths }) => {
      fs.rmSync(paths.doorbell);
      fs.writeFileSync(paths.doorbell, "", { mode: 0o600 });
    },
  },
};

describe("found, and left to a person, is", () => {
  test.each(Object.entries(UNFIXABLE))("%s", async (_name, { check, level, found, spoil, hasWorker }) => {
    using patient = await Patient.healthy();
    await using worker = hasWorker === true ? await startWorker(patient.root) : undefined;
    if (worker !== undefined) expect(findingOf(await patient.examine(), "worker").level).toBe("ok");
    await spoil(patient);
    const before = patient.state();
    const report = await patient.examine(true);
    expect(findingOf(report, check)).toMatchObject({
      level,
      found: expect.stringContaining(found),
      remedy: expect.any(String),
      isFixable: false,
    });
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

describe("a malformed database", () => {
  /** A page that is not what the schema says. */
  const spoil = (root: string): void => {
    const path = storePath(root);
    const bytes = fs.readFileSync(path);
    bytes.fill(0xff, 4096, 4096 * 6);
    fs.writeFileSync(path, bytes);
  };

  test("is set aside with its log, its entries stay, and the next worker makes a new one", async () => {
    using patient = await Patient.healthy();
    const { root, paths } = patient;
    spoil(root);
    const malformed = fs.readFileSync(storePath(root));
    fs.writeFileSync(`${storePath(root)}-wal`, "log", { mode: 0o600 });
    patient.enqueue();
    const entries = fs.readdirSync(paths.pending);
    const report = await patient.examine(true);
    const [repair] = report.repairs;
    const [aside] = /\S+\.malformed-\d{8}T\d{6}Z/.exec(repair!.message)!;
    expect(repair).toMatchObject({
      check: "database",
      isDone: true,
      message: expect.stringContaining(`sqlite3 ${aside} .recover`),
    });
    expect(fs.readFileSync(aside)).toEqual(malformed);
    expect(fs.readFileSync(`${aside}-wal`, "utf8")).toBe("log");
    expect(fs.existsSync(storePath(root))).toBe(false);
    expect(fs.readdirSync(paths.pending)).toEqual(entries);
    await drain(root);
    expect(findingOf(await patient.examine(), "database")).toMatchObject({ level: "ok" });
    expect(fs.readFileSync(aside)).toEqual(malformed);
  });

  test("is not touched while a worker lives", async () => {
    using patient = await Patient.healthy();
    await using _worker = await startWorker(patient.root);
    spoil(patient.root);
    const before = fs.readFileSync(storePath(patient.root));
    const report = await patient.examine(true);
    expect(findingOf(report, "database")).toMatchObject({
      level: "problem",
      found: expect.stringContaining("a worker has it open"),
      isFixable: false,
    });
    expect(report.repairs).toEqual([]);
    expect(fs.readFileSync(storePath(patient.root))).toEqual(before);
    expect(fs.readdirSync(patient.root).filter((name) => name.includes("malformed"))).toEqual([]);
  });

  test("leaves the account open, and no check fails for it", async () => {
    using patient = await Patient.healthy();
    fs.writeFileSync(storePath(patient.root), "nonsense".repeat(1000));
    const report = await patient.examine();
    expect(findingOf(report, "account").level).toBe("warning");
    expect(findingOf(report, "account").found).toContain("cannot be compared");
    expect(report.findings.filter(({ found }) => found.includes("could not be checked"))).toEqual([]);
  });
});
