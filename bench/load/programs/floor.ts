/**
 * The least that draining costs: `bun bench/load/programs/floor.ts ROOT MIX`. It makes only the worker's system calls and SQL,
 * in the same batches, on the store's tables.
 */
import { Database } from "bun:sqlite";
import * as fs from "node:fs";
import { DEFAULTS } from "../../../src/base/config/config.ts";
import { queuePaths } from "../../../src/queue/layout.ts";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { Store } from "../../../src/store/sqlite/store.ts";
import { runToEnd } from "../../harness/run-program.ts";
import type { Mix } from "../backlog.ts";
import { PREPARE } from "./floor-sql.ts";

/** @returns milliseconds from the listing to the closed database */
async function bareLoop(root: string, mix: Mix): Promise<number> {
  const { pending, processing } = queuePaths(root);
  const claims = `${processing}/floor`;
  fs.mkdirSync(claims, { mode: 0o700 });
  // Makes the tables.
  (await Store.open(root)).close();
  const db = new Database(storePath(root), { strict: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = NORMAL");
  db.run("PRAGMA wal_autocheckpoint = 8192");
  db.run("PRAGMA cache_size = -8192");

  const startedMs = performance.now();
  const apply = PREPARE[mix](db);
  const names = fs.readdirSync(pending).toSorted();
  for (let first = 0; first < names.length; first += DEFAULTS.batchSize) {
    const batch = names.slice(first, first + DEFAULTS.batchSize);
    const entries = batch.map((name) => {
      fs.renameSync(`${pending}/${name}`, `${claims}/${name}`);
      return read(`${claims}/${name}`);
    });
    db.run("BEGIN IMMEDIATE");
    apply(entries, performance.timeOrigin + performance.now());
    db.run("COMMIT");
    for (const name of batch) fs.unlinkSync(`${claims}/${name}`);
  }
  db.close();
  return performance.now() - startedMs;
}

function read(path: string): unknown {
  const fd = fs.openSync(path, "r");
  const { size } = fs.fstatSync(fd);
  const buffer = Buffer.allocUnsafe(size);
  fs.readSync(fd, buffer, 0, size, 0);
  fs.closeSync(fd);
  return JSON.parse(buffer.toString("utf8"));
}

/**
 * Drains a filled queue by the bare loop, in a process of its own as the worker has one.
 * @returns milliseconds, the start of the process not counted
 */
export async function drainBare(root: string, mix: Mix, signal: AbortSignal): Promise<number> {
  const { stdout } = await runToEnd([process.execPath, import.meta.path, root, mix], { signal, keepsOutput: true });
  return Number(stdout);
}

if (import.meta.main) {
  const [root, mix] = process.argv.slice(2) as [string, Mix];
  process.stdout.write(String(await bareLoop(root, mix)));
}
