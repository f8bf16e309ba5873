import { expect, test } from "bun:test";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { readWaiting } from "../../src/recall/waiting/waiting.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { Queue } from "../../src/queue/queue.ts";
import { tempDir } from "../support/temp-dir.ts";

const MAX_BYTES = 4096;

function instance(sessionId: string, atMs: number) {
  const facts = [{ kind: "prompt", key: `p${atMs}`, atMs, data: { text: "hello" } }];
  return { operation: "update_instance", payload: { sessionId, instanceId: "i", atMs, status: "active", facts } };
}

test("what is pending and what a worker has claimed count, each under its session", () => {
  using dir = tempDir();
  const queue = new Queue(dir.root, { worker: "1-worker" });
  queue.enqueue(instance("a", 1));
  expect(queue.claim(1)).toHaveLength(1);
  queue.enqueue(instance("a", 2));
  queue.enqueue({ operation: "insert_log", payload: { sessionId: "b", atMs: 1, level: "info", message: "m" } });
  const { bySession, unread } = readWaiting(queue.paths, MAX_BYTES);
  expect(unread).toBe(0);
  expect([...bySession.keys()].toSorted()).toEqual(["a", "b"]);
  expect(bySession.get("a")).toMatchObject({ entries: 2, facts: [{ key: "p1" }, { key: "p2" }] });
  expect(bySession.get("b")).toEqual({ entries: 1, facts: [], checkpoints: [], instances: [] });
});

test("what is no entry of hive's, or none at all, tells nothing", () => {
  using dir = tempDir();
  const { paths } = new Queue(dir.root);
  const write = (name: string, text: string): void => writeFileSync(`${paths.pending}/${name}`, text, { mode: 0o600 });
  const good = instance("s", 1);
  write("5_cut.json", JSON.stringify(good).slice(0, 40));
  write("5_sql.json", JSON.stringify({ operation: "sql", sql: "SELECT 1" }));
  write("5_unknown.json", JSON.stringify({ ...good, operation: "constructor" }));
  write("5_wrong.json", JSON.stringify({ ...good, payload: { ...good.payload, facts: [{ kind: "nonsense" }] } }));
  write("5_large.json", JSON.stringify({ ...good, filler: "x".repeat(MAX_BYTES) }));
  write("target", JSON.stringify(good));
  symlinkSync(`${paths.pending}/target`, `${paths.pending}/5_link.json`);
  mkdirSync(`${paths.pending}/5_directory.json`, { mode: 0o700 });
  Bun.spawnSync(["mkfifo", "-m", "600", `${paths.pending}/5_fifo.json`]);
  expect(readWaiting(paths, MAX_BYTES)).toEqual({ bySession: new Map(), unread: 0 });
});

test("of very many the newest of hive's own are read, and the rest is counted", () => {
  using dir = tempDir();
  const queue = new Queue(dir.root);
  for (let index = 0; index < 300; index += 1) writeFileSync(`${queue.paths.pending}/1_foreign${index}.json`, "{}");
  queue.enqueue(...Array.from({ length: 499 }, (_, index) => instance("s", index)));
  queue.enqueue(instance("newest", 1));
  const { bySession, unread } = readWaiting(queue.paths, MAX_BYTES);
  expect([bySession.get("s")?.entries, bySession.get("newest")?.entries, unread]).toEqual([499, 1, 300]);
});

test("where there is no queue nothing waits", () => {
  using dir = tempDir();
  expect(readWaiting(queuePaths(dir.root), MAX_BYTES)).toEqual({ bySession: new Map(), unread: 0 });
});
