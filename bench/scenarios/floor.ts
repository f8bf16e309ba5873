import { Database } from "bun:sqlite";
import * as fs from "node:fs";
import { queuePaths } from "../../src/queue/layout.ts";

const BATCH = 128;

interface Row {
  readonly seq: string;
  readonly operation: string;
  readonly payload: { readonly sessionId: string; readonly level: string; readonly message: string };
}

/**
 * What draining costs at the least: the system calls and the SQL of the worker, in a loop with nothing around them.
 * @returns entries per second
 */
export function bareLoop(root: string, entries: number): number {
  const { pending, processing } = queuePaths(root);
  const claims = `${processing}/floor`;
  fs.mkdirSync(claims);
  using db = new Database(`${root}/floor.db`, { create: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = NORMAL");
  db.run("PRAGMA wal_autocheckpoint = 16384");
  db.run("CREATE TABLE ledger (id TEXT PRIMARY KEY, seq TEXT, operation TEXT, at REAL) WITHOUT ROWID");
  db.run("CREATE INDEX ledger_by_time ON ledger (at, seq)");
  db.run("CREATE TABLE logs (id INTEGER PRIMARY KEY AUTOINCREMENT, session TEXT, at TEXT, level TEXT, message TEXT)");
  db.run("CREATE INDEX logs_by_session ON logs (session)");
  const savepoint = db.prepare("SAVEPOINT entry");
  const release = db.prepare("RELEASE entry");
  const remember = db.prepare("INSERT INTO ledger VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING");
  const log = db.prepare("INSERT INTO logs (session, at, level, message) VALUES (?, ?, ?, ?)");
  const buffer = Buffer.allocUnsafe(65_536);

  const startedMs = performance.now();
  const names = fs.readdirSync(pending).toSorted();
  for (let first = 0; first < names.length; first += BATCH) {
    const batch = names.slice(first, first + BATCH).map((name) => {
      fs.renameSync(`${pending}/${name}`, `${claims}/${name}`);
      const fd = fs.openSync(`${claims}/${name}`, "r");
      fs.fstatSync(fd);
      const length = fs.readSync(fd, buffer, 0, buffer.length, 0);
      fs.closeSync(fd);
      return JSON.parse(buffer.toString("utf8", 0, length)) as Row;
    });
    db.run("BEGIN IMMEDIATE");
    for (const { seq, operation, payload } of batch) {
      const { sessionId, level, message } = payload;
      savepoint.run();
      remember.run(seq, seq, operation, 1.5);
      log.run(sessionId, "1970-01-01T00:00:00.000Z", level, message);
      release.run();
    }
    db.run("COMMIT");
    for (const name of names.slice(first, first + BATCH)) fs.unlinkSync(`${claims}/${name}`);
  }
  return (entries / (performance.now() - startedMs)) * 1000;
}
