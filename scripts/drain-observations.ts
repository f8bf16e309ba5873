/**
 * How fast one worker drains what hooks really write, against a bare loop that makes the same system calls and runs the
 * same SQL: `bun scripts/drain-observations.ts [--entries 10000] [--trials 3]`. On the disk of the temporary directory and
 * in memory; worker and loop take turns at going first, each on a queue of its own that was filled just before.
 */
import { Database } from "bun:sqlite";
import * as fs from "node:fs";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { checkEndState } from "../bench/end-state.ts";
import { readEnvironment } from "../bench/environment.ts";
import { memoryDirectory } from "../bench/memory-directory.ts";
import type { WorkerSpec } from "../bench/modes.ts";
import { observations } from "../bench/observations.ts";
import { freshRoot, WORKER } from "../bench/rig.ts";
import { runToEnd } from "../bench/run-program.ts";
import { readWorkSpan } from "../bench/worker-log.ts";
import type { Observation } from "../src/model/observation.ts";
import { queuePaths } from "../src/queue/layout.ts";
import { Queue } from "../src/queue/queue.ts";
import { storePath } from "../src/store/location.ts";
import { Store } from "../src/store/store.ts";

const BATCH = 512;
const CALL = 1000;

const { values } = parseArgs({
  options: {
    entries: { type: "string", default: "10000" },
    trials: { type: "string", default: "3" },
    floor: { type: "string" },
  },
});
const entries = Number(values.entries);
const signal = new AbortController().signal;

function fill(root: string): void {
  const queue = new Queue(root, { maxPending: 1_000_000 });
  const all = [...observations(entries, Date.now())];
  for (let first = 0; first < all.length; first += CALL) queue.enqueue(...all.slice(first, first + CALL));
}

interface Read {
  readonly seq: string;
  readonly hive_id?: string;
  readonly operation: string;
  readonly payload: Observation;
}

/** What the worker asks of system and SQLite, with nothing around it. @returns milliseconds */
async function bareLoop(root: string): Promise<number> {
  const { pending, processing } = queuePaths(root);
  const claims = `${processing}/floor`;
  fs.mkdirSync(claims, { mode: 0o700 });
  (await Store.open(root)).close();
  const db = new Database(storePath(root), { strict: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = NORMAL");
  db.run("PRAGMA wal_autocheckpoint = 16384");
  const startedMs = performance.now();
  const apply = prepareBatch(db);
  const names = fs.readdirSync(pending).toSorted((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
  for (let first = 0; first < names.length; first += BATCH) {
    const batch = names.slice(first, first + BATCH);
    const read = batch.map((name) => {
      fs.renameSync(`${pending}/${name}`, `${claims}/${name}`);
      return JSON.parse(fs.readFileSync(`${claims}/${name}`, "utf8")) as Read;
    });
    db.run("BEGIN IMMEDIATE");
    apply(read);
    db.run("COMMIT");
    for (const name of batch) fs.unlinkSync(`${claims}/${name}`);
  }
  db.close();
  return performance.now() - startedMs;
}

/** The rows of a batch, each written once; of the checkpoints that are kept a text of the usual size. */
function prepareBatch(db: Database): (batch: readonly Read[]) => void {
  const remember = db.prepare(
    "INSERT INTO hive_ledger (entry_id, seq, operation, applied_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const known = db.prepare("SELECT at_ms, data, times FROM hive_state WHERE session_id = ? AND kind = ? AND key = ?");
  const state = db.prepare(
    `INSERT INTO hive_state (session_id, kind, key, agent_id, at_ms, data, times) VALUES (?, ?, ?, '', ?, ?, NULL)
     ON CONFLICT (session_id, kind, key) DO UPDATE SET at_ms = excluded.at_ms, data = excluded.data`,
  );
  const session = db.prepare(
    `INSERT INTO sessions (id, swarm_id, swarm_name, status, created_at, updated_at) VALUES (?, 'hive', 'hive', 'active', ?, ?)
     ON CONFLICT (id) DO UPDATE SET updated_at = excluded.updated_at`,
  );
  const instance = db.prepare(
    `INSERT INTO instance_sessions (id, session_id, instance_id, last_seen, operation_count) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET last_seen = excluded.last_seen, operation_count = operation_count + excluded.operation_count`,
  );
  const own = db.prepare(
    `INSERT INTO hive_instances (session_id, instance_id, last_seen_ms, operations, observations) VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET last_seen_ms = excluded.last_seen_ms, operations = operations + excluded.operations`,
  );
  const checkpoint = db.prepare(
    "INSERT INTO hive_checkpoints (session_id, created_at_ms, type, trigger, data, entry_id) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const log = db.prepare(
    "INSERT INTO session_logs (session_id, timestamp, log_level, message) VALUES (?, ?, 'info', ?)",
  );
  const text = JSON.stringify({ operations: "x".repeat(12_000) });
  return (batch) => {
    const nowMs = Date.now();
    const rows = new Map<string, [string, string, string, number, string]>();
    const seen = new Map<string, { atMs: number; operations: number }>();
    for (const { seq, hive_id: id = seq, operation, payload } of batch) {
      remember.run(id, seq, operation, nowMs);
      const { sessionId, atMs, event, facts } = payload;
      const one = seen.get(sessionId) ?? { atMs, operations: 0 };
      seen.set(sessionId, { atMs, operations: one.operations + 1 });
      for (const { kind, key, data } of facts) {
        const name = `${sessionId}\n${kind}\n${key}`;
        if (!rows.has(name)) known.get(sessionId, kind, key);
        rows.set(name, [sessionId, kind, key, atMs, JSON.stringify(data)]);
      }
      if (payload.checkpoint === undefined) continue;
      checkpoint.run(sessionId, atMs, payload.checkpoint, event, text, id);
      log.run(sessionId, new Date(atMs).toISOString(), `${payload.checkpoint} checkpoint after ${event}`);
    }
    for (const row of rows.values()) state.run(...row);
    for (const [id, { atMs, operations }] of seen) {
      const at = new Date(atMs).toISOString();
      session.run(id, at, at);
      instance.run(`${id}:${id}`, id, id, at, operations);
      own.run(id, id, atMs, operations, operations);
    }
  };
}

async function byWorker(root: string): Promise<number> {
  const spec: WorkerSpec = { root, mode: "event+doorbell", fault: null, config: {}, isOnce: true };
  await runToEnd([process.execPath, WORKER, JSON.stringify(spec)], { signal });
  return readWorkSpan(root).ms;
}

async function byLoop(root: string): Promise<number> {
  const command = [process.execPath, import.meta.path, "--floor", root];
  return Number((await runToEnd(command, { signal, keepsOutput: true })).stdout);
}

const median = (samples: readonly number[]): number => samples.toSorted((a, b) => a - b)[samples.length >> 1] ?? NaN;

async function measure(directory: string): Promise<void> {
  const rates = { worker: [] as number[], loop: [] as number[] };
  for (let trial = 0; trial < Number(values.trials); trial += 1) {
    const order = trial % 2 === 0 ? (["worker", "loop"] as const) : (["loop", "worker"] as const);
    for (const who of order) {
      using dir = freshRoot(directory);
      fill(dir.root);
      rates[who].push((entries / (await (who === "worker" ? byWorker : byLoop)(dir.root))) * 1000);
      checkEndState(dir.root, entries, { areLogs: false });
    }
  }
  const { cpu, cores, memoryGiB, kernel, fileSystem, bun, sqlite, commit } = readEnvironment(directory);
  const worker = median(rates.worker);
  const loop = median(rates.loop);
  process.stdout.write(
    `${fileSystem}: ${entries} observations, n ${values.trials}: worker ${worker.toFixed(0)}/s, bare loop ${loop.toFixed(0)}/s, ${(worker / loop).toFixed(2)} of it\n` +
      `  ${cpu}, ${cores} cores, ${memoryGiB} GiB; ${kernel}; Bun ${bun}, SQLite ${sqlite}; durability process; hive ${commit}\n`,
  );
}

if (values.floor !== undefined) process.stdout.write(String(await bareLoop(values.floor)));
else for (const directory of [tmpdir(), memoryDirectory(0)]) if (directory !== null) await measure(directory);
