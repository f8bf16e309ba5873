import { expect, test } from "bun:test";
import { writeFileSync } from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { tempDir } from "../support/temp-dir.ts";

const entry = (id: string) => ({ operation: "x", sql: "SELECT 1", hive_id: id });

test("an entry without proof uses up no id of the user's own programs", () => {
  using dir = tempDir();
  const queue = new Queue(dir.root, { worker: "w" });
  writeFileSync(`${queue.paths.pending}/1_a.json`, JSON.stringify(entry("job-1")), { mode: 0o600 });
  queue.enqueue({ operation: "x", sql: "SELECT 1", id: "job-1" });
  expect(queue.claim(10).map(({ id, isProved }) => [id, isProved])).toEqual([
    ["unproved:job-1", false],
    ["job-1", true],
  ]);
});

test("an id that hive gave to an entry without proof stays its id when hive writes it anew", () => {
  using dir = tempDir();
  const queue = new Queue(dir.root, { worker: "w", retryBackoffMs: 0 });
  writeFileSync(`${queue.paths.pending}/1_a.json`, JSON.stringify(entry("job-1")), { mode: 0o600 });
  writeFileSync(`${queue.paths.pending}/1_b.json`, JSON.stringify({ operation: "x", sql: "SELECT 1" }), {
    mode: 0o600,
  });
  const seq = Bun.randomUUIDv7();
  writeFileSync(`${queue.paths.pending}/1_${seq}.json`, JSON.stringify({ operation: "x", sql: "SELECT 1" }), {
    mode: 0o600,
  });
  const claims = queue.claim(10);
  expect(claims.map(({ id }) => id)).toContain(seq);
  for (const claim of claims) queue.nack(claim, { code: "A", message: "b" });
  queue.wake();
  const again = queue.claim(10);
  expect(again.map(({ id, isProved }) => [id, isProved])).toEqual(claims.map(({ id }) => [id, false]));
});
