/** hive is updated from 0.1.0 in the middle of its work: what waits, is claimed or has failed is applied once, each by one of the two. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { Database } from "bun:sqlite";
import { storePath } from "../../../src/store/sqlite/open/location.ts";
import { cli } from "../../support/cli.ts";
import { endProjects, newWorker, project, STARTS } from "../../support/workers/background.ts";
import { hive010 } from "../../support/versions/hive-0.1.0.ts";
import { callHook, drain, payload, SESSION } from "../../support/hive.ts";
import { Child } from "../../support/process.ts";
import { waitFor } from "../../support/wait-for.ts";

setDefaultTimeout(300_000);
afterEach(endProjects);

const WAITING = 10_000;
const CLAIMED = 100;
const FAILED = 20;
/** What is old would be forgotten. */
const STARTED_MS = Date.now() - 3_600_000;

/** What hive 0.1.0's hook wrote: of each call a checkpoint, an instance and a line in the log, without any proof. */
function entryOf010(index: number) {
  const atMs = STARTED_MS + index;
  const seen = { sessionId: `s${index % 7}`, instanceId: `i${index % 7}`, atMs };
  const facts = [{ kind: "operation", key: `t${index}`, atMs, data: { tool: "Edit", outcome: "ok" } }];
  switch (index % 3) {
    case 0:
      return { operation: "update_checkpoint", payload: { ...seen, type: "auto", trigger: "PostToolUse", facts } };
    case 1:
      return { operation: "update_instance", payload: { ...seen, status: "active", facts } };
    default:
      return {
        operation: "insert_log",
        payload: { sessionId: seen.sessionId, atMs, level: "info", message: `m${index}` },
      };
  }
}

/** @returns the seqs of the entries, which are their ids */
function write(directory: string, from: number, count: number, wrap: (entry: object, seq: string) => object): string[] {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  return Array.from({ length: count }, (_, index) => {
    const seq = Bun.randomUUIDv7();
    const priority = [3, 5, 7][(from + index) % 3]!;
    const entry = { seq, priority, metadata: {}, created_at: "", retries: 0, ...entryOf010(from + index) };
    writeFileSync(`${directory}/${priority}_${seq}.json`, JSON.stringify(wrap(entry, seq)), { mode: 0o600 });
    return seq;
  });
}

const itself = (entry: object): object => entry;

/** The ids in a database's ledger that are among these. */
function appliedIn(path: string, ids: ReadonlySet<string>): string[] {
  using db = new Database(path, { readonly: true });
  const rows = db.query<{ id: string }, []>("SELECT entry_id AS id FROM hive_ledger").all();
  return rows.map(({ id }) => id).filter((id) => ids.has(id));
}

test("an update from hive 0.1.0 in the middle of 10,000 entries applies each once", async () => {
  const { root, paths } = project();
  using old = hive010();
  const waiting = write(paths.pending, 0, WAITING, itself);
  const claimed = write(`${paths.processing}/1-deadbeef`, WAITING, CLAIMED, itself);
  const failed = write(paths.failed, WAITING + CLAIMED, FAILED, (entry, seq) => ({
    entry_id: seq,
    reason: { code: "HIVE_BUG", message: "it failed" },
    attempts: 3,
    failed_at: "2026-01-01T00:00:00.000Z",
    entry,
  }));
  const ids = new Set([...waiting, ...claimed, ...failed]);
  const worker = new Child(old.main, ["worker", "--root", root]);
  const { id } = await newWorker(root);
  await waitFor(() => appliedIn(`${root}/hive.db`, ids).length > 0);

  // The update: the new hook is called.
  const { stdout, stderr, exitCode } = await callHook(root, payload("03-posttooluse-edit"), STARTS);
  expect({ stdout, stderr, exitCode }).toEqual({ stdout: "", stderr: "", exitCode: 0 });
  expect((await worker.outcome()).exitCode).toBe(0);
  await newWorker(root, [id]);
  expect((await cli(["failed", "retry", "--all", "--root", root])).exitCode).toBe(0);
  await drain(root);

  expect(storePath(root)).not.toBe(`${root}/hive.db`);
  const by010 = appliedIn(`${root}/hive.db`, ids);
  const byNew = appliedIn(storePath(root), ids);
  expect([by010.length > 0, byNew.length > 0]).toEqual([true, true]);
  expect([...by010, ...byNew].toSorted()).toEqual([...ids].toSorted());
  using db = new Database(storePath(root), { readonly: true });
  const count = (sql: string): number => db.query<{ n: number }, []>(sql).get()!.n;
  const operations = count(`SELECT sum(operations) AS n FROM hive_instances WHERE session_id <> '${SESSION}'`);
  expect(operations + count("SELECT count(*) AS n FROM session_logs WHERE message LIKE 'm%'")).toBe(byNew.length);
});
