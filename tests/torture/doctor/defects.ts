/** Ways in which a healthy project can be spoiled for real, with what the doctor has to find. */
import * as fs from "node:fs";
import { Queue } from "../../../src/queue/queue.ts";
import { userKey } from "../../../src/origin/key.ts";
import { markForgotten } from "../../../src/store/sqlite/forgotten.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { openDatabase } from "../../support/database.ts";
import { git } from "../../support/git.ts";
import { drain } from "../../support/hive.ts";
import type { HealthyProject } from "../../doctor/healthy-project.ts";
import { configure } from "../../support/settings.ts";

const HOUR_MS = 3_600_000;

export interface Defect {
  readonly code: string;
  readonly level: "warning" | "problem";
  readonly found: string;
  /** Whether it needs a worker that lives. */
  readonly hasWorker?: boolean;
  readonly spoil: (project: HealthyProject) => unknown;
}

/** What `--fix` fixes. */
export const FIXABLE: Readonly<Record<string, Defect>> = {
  "a state directory open to others": {
    code: "permissions",
    level: "problem",
    found: ".hive-mind (755)",
    spoil: ({ root }) => fs.chmodSync(root, 0o755),
  },
  "files open to others": {
    code: "permissions",
    level: "warning",
    found: "hive.db (644)",
    spoil: ({ root, paths }) => {
      fs.chmodSync(storePath(root), 0o644);
      fs.chmodSync(paths.failed, 0o770);
    },
  },
  "a directory that is missing": {
    code: "queue",
    level: "warning",
    found: "queue/failed",
    spoil: ({ paths }) => fs.rmSync(paths.failed, { recursive: true }),
  },
  "a forget that was interrupted": {
    code: "forgetting",
    level: "warning",
    found: "a hive forget was interrupted",
    spoil: async ({ root }) => {
      using store = await Store.open(root);
      markForgotten(store.db, "a session", userKey(root), Date.now());
    },
  },
  "a file in the doorbell's place": {
    code: "doorbell",
    level: "warning",
    found: "is no FIFO",
    spoil: ({ paths }) => {
      fs.rmSync(paths.doorbell, { force: true });
      fs.writeFileSync(paths.doorbell, "", { mode: 0o600 });
    },
  },
  "an instance from the future": {
    code: "clock",
    level: "warning",
    found: "1 instance took a checkpoint in the future",
    spoil: ({ paths }) => fs.writeFileSync(`${paths.instances}/i.json`, String(Date.now() + HOUR_MS), { mode: 0o600 }),
  },
  "a heartbeat from the future": {
    code: "clock",
    level: "warning",
    found: "which is to come",
    spoil: ({ paths }) => {
      const heartbeat = JSON.parse(fs.readFileSync(paths.heartbeat, "utf8")) as object;
      const timestamp = new Date(Date.now() + HOUR_MS).toISOString();
      fs.writeFileSync(paths.heartbeat, JSON.stringify({ ...heartbeat, timestamp }));
    },
  },
  "what a crash left in .tmp": {
    code: "temporary-files",
    level: "warning",
    found: "2 files left",
    spoil: ({ paths }) => {
      const old = (Date.now() - 2 * HOUR_MS) / 1000;
      const [draft, scratch] = [Bun.randomUUIDv7(), `doctor-${Bun.randomUUIDv7()}`];
      fs.writeFileSync(`${paths.tmp}/${draft}`, "{", { mode: 0o600 });
      fs.mkdirSync(`${paths.tmp}/${scratch}/.hive-mind`, { recursive: true, mode: 0o700 });
      for (const name of [draft, scratch]) fs.utimesSync(`${paths.tmp}/${name}`, old, old);
    },
  },
  "a lock without a worker": {
    code: "dead-workers",
    level: "warning",
    found: "999999-dead left files",
    spoil: ({ paths }) => fs.writeFileSync(`${paths.workers}/999999-dead.lock`, "", { mode: 0o600 }),
  },
  "a lock's journal without its lock": {
    code: "dead-workers",
    level: "warning",
    found: "999999-dead left files",
    spoil: ({ paths }) => fs.writeFileSync(`${paths.workers}/999999-dead.lock-journal`, "", { mode: 0o600 }),
  },
  "a report without a worker": {
    code: "dead-workers",
    level: "warning",
    found: "999999-dead left files",
    spoil: ({ paths }) => fs.writeFileSync(`${paths.workers}/999999-dead.json`, "{}", { mode: 0o600 }),
  },
  "a database of which pages are spoiled": {
    code: "integrity",
    level: "problem",
    found: "is malformed: ",
    spoil: ({ root }) => {
      const bytes = fs.readFileSync(storePath(root));
      bytes.fill(0xff, 4096, 4096 * 6);
      fs.writeFileSync(storePath(root), bytes);
    },
  },
};

const editReports = (project: HealthyProject, fields: Readonly<Record<string, unknown>>): void => {
  for (const name of fs.readdirSync(project.paths.workers)) {
    if (!name.endsWith(".json")) continue;
    const path = `${project.paths.workers}/${name}`;
    const report = JSON.parse(fs.readFileSync(path, "utf8")) as object;
    fs.writeFileSync(path, JSON.stringify({ ...report, ...fields }));
  }
};

/** What is left to a person. */
export const UNFIXABLE: Readonly<Record<string, Defect>> = {
  "state that a repository tracks": {
    code: "git",
    level: "problem",
    found: "git tracks hive.db, queue of ",
    spoil: ({ root, where: { project } }) => {
      fs.writeFileSync(`${root}/queue/.keep`, "", { mode: 0o600 });
      git(project, "init", "-q");
      git(project, "add", "-f", `${root}/hive.db`, `${root}/queue/.keep`, `${root}/.gitignore`);
    },
  },
  "entries and no worker": {
    code: "worker",
    level: "problem",
    found: "none runs, and 1 entry waits",
    spoil: (project) => project.enqueue(),
  },
  "a full backlog": {
    code: "backlog",
    level: "problem",
    found: "the queue is full (maxPending 2",
    spoil: (project) => {
      for (let n = 0; n < 2; n += 1) project.enqueue();
      configure(project.root, { maxPending: 2 });
    },
  },
  "a backlog near its limit in bytes": {
    code: "backlog",
    level: "warning",
    found: "% of what it may hold",
    spoil: (project) => {
      project.enqueue();
      const [name] = fs.readdirSync(project.paths.pending) as [string];
      const { size } = fs.statSync(`${project.paths.pending}/${name}`);
      configure(project.root, { maxPendingBytes: size + 1 });
    },
  },
  "a dead letter": {
    code: "dead-letters",
    level: "problem",
    found: "1 entry was given up",
    spoil: async ({ root }) => {
      configure(root, { maxAttempts: 1 });
      new Queue(root).enqueue({ operation: "sql", sql: "DROP TABLE sessions" });
      await drain(root);
    },
  },
  "settings in which an event is missing": {
    code: "hooks",
    level: "problem",
    found: "not called on Stop",
    spoil: ({ where }) => {
      const path = where.settings.local;
      fs.writeFileSync(path, fs.readFileSync(path, "utf8").replace('"Stop"', '"Halt"'));
    },
  },
  "a hook that is gone": {
    code: "program",
    level: "problem",
    found: "cannot be run",
    spoil: ({ where }) => {
      const path = where.settings.local;
      fs.writeFileSync(
        path,
        fs.readFileSync(path, "utf8").replaceAll(/"command": ".*"/g, '"command": "/gone/hive-hook"'),
      );
    },
  },
  "a database that hive did not make": {
    code: "database",
    level: "warning",
    found: "was not made by your hive",
    spoil: ({ root }) => fs.writeFileSync(storePath(root), "nonsense".repeat(1000)),
  },
  "a config.json that does not parse": {
    code: "config",
    level: "problem",
    found: "config.json is not JSON",
    spoil: ({ root }) => fs.writeFileSync(`${root}/config.json`, '{"rawSql": "off",', { mode: 0o600 }),
  },
  "a setting that hive does not know": {
    code: "config",
    level: "warning",
    found: "does not know: maxpending",
    spoil: ({ root }) => fs.writeFileSync(`${root}/config.json`, '{"maxpending": 2}', { mode: 0o600 }),
  },
  "a directory of the queue that is a link": {
    code: "queue",
    level: "problem",
    found: "not a directory",
    spoil: ({ paths, path }) => {
      fs.renameSync(paths.failed, `${path}/elsewhere`);
      fs.symlinkSync(`${path}/elsewhere`, paths.failed);
    },
  },
  "a database of a newer hive": {
    code: "integrity",
    level: "problem",
    found: "a newer hive has written it",
    spoil: ({ root }) => {
      using db = openDatabase(root);
      db.run("INSERT INTO kysely_migration (name, timestamp) VALUES ('9999_later', '')");
    },
  },
  "a failure of the hook": {
    code: "hook-log",
    level: "warning",
    found: "1 failure of the hook in the last 24 h",
    spoil: ({ root }) => {
      const lines = [`${new Date(0).toISOString()} long ago`, `${new Date().toISOString()} no room`];
      fs.writeFileSync(`${root}/hook.log`, `${lines.join("\n")}\n`, { mode: 0o600 });
    },
  },
  "an entry from the future": {
    code: "clock",
    level: "warning",
    found: "1 entry is from the future",
    spoil: ({ paths }) => {
      const seq = Bun.randomUUIDv7("hex", Date.now() + HOUR_MS);
      fs.writeFileSync(`${paths.pending}/5_${seq}.json`, "{}", { mode: 0o600 });
    },
  },
  "a worker of another version": {
    code: "version",
    level: "warning",
    found: "a worker of hive 0.0.9 runs",
    hasWorker: true,
    spoil: (project) => editReports(project, { version: "0.0.9" }),
  },
  "a worker that polls": {
    code: "worker",
    level: "warning",
    found: "it polls, not by choice: watch: no event arrives",
    hasWorker: true,
    spoil: (project) => editReports(project, { mode: "poll", fallback_reason: "watch: no event arrives" }),
  },
  "a worker that has been silent": {
    code: "heartbeat",
    level: "problem",
    found: "lives and has said nothing for 60 min",
    hasWorker: true,
    spoil: (project) => editReports(project, { timestamp: new Date(Date.now() - HOUR_MS).toISOString() }),
  },
  "a worker that cannot write": {
    code: "heartbeat",
    level: "problem",
    found: "the store cannot be written: disk full",
    hasWorker: true,
    spoil: (project) => editReports(project, { store_error: "disk full" }),
  },
  "a worker's doorbell that was replaced": {
    code: "doorbell",
    level: "warning",
    found: "is no FIFO",
    hasWorker: true,
    spoil: ({ paths }) => {
      fs.rmSync(paths.doorbell);
      fs.writeFileSync(paths.doorbell, "", { mode: 0o600 });
    },
  },
};
