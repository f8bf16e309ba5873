/** What draining costs at the least, as a program: `bun bench/scenarios/floor.ts ROOT`. */
import { Database } from "bun:sqlite";
import * as fs from "node:fs";
import { queuePaths } from "../../src/queue/layout.ts";
import { storePath } from "../../src/store/location.ts";
import { Store } from "../../src/store/store.ts";
import { runToEnd } from "../run-program.ts";

const BATCH = 128;

interface Row {
  readonly seq: string;
  readonly operation: string;
  readonly payload: {
    readonly sessionId: string;
    readonly atMs: number;
    readonly level: string;
    readonly message: string;
  };
}

/**
 * The system calls and the SQL of the worker, on tables as the store makes them, in a loop with nothing around them.
 * @returns milliseconds from the listing to the closed database
 */
async function bareLoop(root: string): Promise<number> {
  const { pending, processing } = queuePaths(root);
  const claims = `${processing}/floor`;
  fs.mkdirSync(claims, { mode: 0o700 });
  // Makes the tables.
  (await Store.open(root)).close();
  const db = new Database(storePath(root));
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = NORMAL");
  db.run("PRAGMA wal_autocheckpoint = 16384");

  const startedMs = performance.now();
  const apply = prepareApply(db);
  const names = fs.readdirSync(pending).toSorted();
  for (let first = 0; first < names.length; first += BATCH) {
    const batch = names.slice(first, first + BATCH);
    const rows = batch.map((name) => {
      fs.renameSync(`${pending}/${name}`, `${claims}/${name}`);
      return read(`${claims}/${name}`);
    });
    const nowMs = performance.timeOrigin + performance.now();
    db.run("BEGIN IMMEDIATE");
    for (const row of rows) apply(row, nowMs);
    db.run("COMMIT");
    for (const name of batch) fs.unlinkSync(`${claims}/${name}`);
  }
  db.close();
  return performance.now() - startedMs;
}

function prepareApply(db: Database): (row: Row, nowMs: number) => void {
  const savepoint = db.prepare("SAVEPOINT entry");
  const release = db.prepare("RELEASE entry");
  const remember = db.prepare(
    "INSERT INTO hive_ledger (entry_id, seq, operation, applied_at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
  );
  const log = db.prepare(
    "INSERT INTO session_logs (session_id, timestamp, log_level, message, agent_id, data) VALUES (?, ?, ?, ?, NULL, NULL)",
  );
  return ({ seq, operation, payload }, nowMs) => {
    savepoint.run();
    remember.run(seq, seq, operation, nowMs);
    log.run(payload.sessionId, new Date(payload.atMs).toISOString(), payload.level, payload.message);
    release.run();
  };
}

function read(path: string): Row {
  const fd = fs.openSync(path, "r");
  const { size } = fs.fstatSync(fd);
  const buffer = Buffer.allocUnsafe(size);
  fs.readSync(fd, buffer, 0, size, 0);
  fs.closeSync(fd);
  return JSON.parse(buffer.toString("utf8")) as Row;
}

/**
 * Drains a filled queue by the bare loop, in a process of its own as the worker has one.
 * @returns milliseconds, the start of the process not counted
 */
export async function drainBare(root: string, signal: AbortSignal): Promise<number> {
  const { stdout } = await runToEnd([process.execPath, import.meta.path, root], { signal, keepsOutput: true });
  return Number(stdout);
}

if (import.meta.main) process.stdout.write(String(await bareLoop(process.argv[2]!)));
