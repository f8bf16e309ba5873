import { expect, test } from "bun:test";
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { Queue } from "../../src/queue/queue.ts";
import { checkInvariants } from "../support/invariants.ts";
import { tempDir } from "../support/temp-dir.ts";
import { ERROR, foreignWrite, openQueue, states } from "./setup.ts";

const ENTRY = { operation: "o", payload: 1 };
const HOUR_MS = 3_600_000;
const MIB = 1024 ** 2;

test("claim returns nothing when nothing is ready", () => {
  using open = openQueue();
  expect([open.queue.claim(10), open.queue.nextDueMs]).toEqual([[], null]);
});

test("claims come by priority as a number, then by seq", () => {
  using open = openQueue();
  const { queue } = open;
  for (const name of ["10_a.json", "2_b.json", "2_a-1.json", "2_a.json", "1_z.json"]) foreignWrite(queue, name);
  expect(queue.claim(3).map((claim) => claim.name)).toEqual(["1_z.json", "2_a.json", "2_a-1.json"]);
  expect(queue.claim(3).map((claim) => claim.name)).toEqual(["2_b.json", "10_a.json"]);
});

test("claim takes no further entry once it holds 8 MiB, and one of any size", () => {
  using open = openQueue({ maxEntryBytes: 16 * MIB });
  const { queue } = open;
  const large = { operation: "o", payload: "x".repeat(12 * MIB) };
  queue.enqueue(large, ...Array.from({ length: 10 }, () => ({ operation: "o", payload: "x".repeat(MIB) })), ENTRY);
  const sizes = Array.from({ length: 4 }, () => queue.claim(100).length);
  expect(sizes).toEqual([1, 8, 3, 0]);
});

test("own entries of one priority are claimed in the order of enqueueing", () => {
  using open = openQueue();
  const { queue } = open;
  const ids = queue.enqueue(...Array.from({ length: 50 }, () => ENTRY)).entries.map((entry) => entry.seq);
  expect(queue.claim(100).map((claim) => claim.id)).toEqual(ids);
});

test("a claimed entry is held until its ack, which removes it for good", () => {
  using open = openQueue();
  const { queue, root } = open;
  const { seq } = queue.enqueue(ENTRY).entries[0]!;
  const [claim] = queue.claim(1);
  expect([queue.claim(1), states(queue)]).toEqual([[], { pending: [], claimed: [`w/5_${seq}.json`], failed: [] }]);
  queue.ack(claim!);
  queue.wake();
  expect([queue.claim(1), states(queue)]).toEqual([[], { pending: [], claimed: [], failed: [] }]);
  checkInvariants(root, { enqueued: [seq], acked: [seq], expectDrained: true });
});

test("an entry put back is as it was, with no attempt counted", () => {
  using open = openQueue();
  const { queue } = open;
  queue.enqueue(ENTRY);
  foreignWrite(queue, "6_a.json");
  const first = queue.claim(2);
  for (const claim of first) queue.putBack(claim);
  queue.wake();
  expect(queue.claim(2)).toEqual(first);
});

test("a nacked entry is due after a backoff that doubles, with its attempts counted and its identity kept", () => {
  using open = openQueue({ maxAttempts: 4, retryBackoffMs: 200 });
  const { queue, clock } = open;
  const id = foreignWrite(queue, "5_a.json", { operation: "o", payload: 1, extra: "kept" });
  for (const [attempt, backoffMs] of [200, 400, 800].entries()) {
    const [claim] = queue.claim(1);
    expect([claim?.id, claim?.entry.retries, claim?.entry["extra" as "seq"]]).toEqual([id, attempt, "kept"]);
    expect(queue.nack(claim!, ERROR)).toBe("retried");
    expect(queue.nextDueMs).toBe(clock.nowMs() + backoffMs);
    clock.advance(backoffMs - 1);
    queue.wake();
    expect(queue.claim(1)).toEqual([]);
    clock.advance(1);
    queue.wake();
  }
});

test("another worker does not claim a nacked entry before its time, and counts the attempts on", () => {
  using open = openQueue();
  const { queue, clock, root } = open;
  queue.enqueue(ENTRY);
  queue.nack(queue.claim(1)[0]!, ERROR);
  const other = new Queue(root, { worker: "v", clock });
  expect([other.claim(1), other.nextDueMs]).toEqual([[], clock.nowMs() + 200]);
  clock.advance(200);
  expect(other.claim(1)[0]?.entry.retries).toBe(1);
});

test("a wait ends at its time though somebody else has taken the entry", () => {
  using open = openQueue();
  const { queue, clock } = open;
  queue.enqueue(ENTRY);
  queue.nack(queue.claim(1)[0]!, ERROR);
  rmSync(`${queue.paths.pending}/${states(queue).pending[0]!}`);
  clock.advance(200);
  expect([queue.claim(1), queue.nextDueMs]).toEqual([[], null]);
});

test("an entry becomes a dead letter at maxAttempts, with its attempts and the reason", () => {
  using open = openQueue({ maxAttempts: 2 });
  const { queue, clock, root } = open;
  const entry = queue.enqueue({ ...ENTRY, id: "key" }).entries[0]!;
  expect(queue.nack(queue.claim(1)[0]!, { code: "A", message: "first" })).toBe("retried");
  clock.advance(200);
  expect(queue.nack(queue.claim(1)[0]!, { code: "B", message: "second" })).toBe("buried");
  const name = `5_${entry.seq}.json`;
  expect(states(queue)).toEqual({ pending: [], claimed: [], failed: [name] });
  expect(queue.deadLetters.read(name)).toEqual({
    name,
    entry_id: "key",
    reason: { code: "B", message: "second" },
    attempts: 2,
    failed_at: new Date(clock.nowMs()).toISOString(),
    entry: { ...entry, retries: 1, not_before_ms: clock.nowMs() },
    is_untrusted: false,
  });
  checkInvariants(root, { enqueued: ["key"], expectDrained: true });
});

test("an urgent entry overtakes a backlog within the next listing", () => {
  using open = openQueue();
  const { queue } = open;
  const count = 50;
  queue.enqueue(...Array.from({ length: count }, () => ENTRY));
  queue.claim(1);
  const { seq } = queue.enqueue({ ...ENTRY, priority: 1 }).entries[0]!;
  const taken: string[] = [];
  while (taken.at(-1) !== seq && taken.length <= count) {
    queue.wake();
    // A listing may take a tenth of the time.
    const endMs = performance.now() + 2;
    while (performance.now() < endMs) Bun.nanoseconds();
    taken.push(...queue.claim(1).map((claim) => claim.id));
  }
  expect(taken.length).toBeLessThan(count);
});

test("after a wake, claim does not return empty while an entry is ready", () => {
  using open = openQueue();
  const { queue } = open;
  for (let round = 0; round < 100; round += 1) {
    const gone = queue.enqueue(ENTRY, ENTRY).entries[1]!;
    queue.wake();
    expect(queue.claim(1)).toHaveLength(1);
    // What is left of the listing is taken by another worker; something new comes.
    rmSync(`${queue.paths.pending}/5_${gone.seq}.json`);
    const { seq } = queue.enqueue(ENTRY).entries[0]!;
    queue.wake();
    expect(queue.claim(1).map((claim) => claim.id)).toEqual([seq]);
  }
});

test("directories deleted while the queue is open are made again by prepare, and entries claimed from them", () => {
  using open = openQueue();
  const { queue, root } = open;
  const look = (): void => {
    queue.wake();
    try {
      for (const claim of queue.claim(10)) queue.ack(claim);
    } catch (error) {
      expect(error).toHaveProperty("code", "ENOENT");
      queue.prepare();
    }
  };
  for (const path of [queue.paths.queue, queue.paths.pending, queue.paths.processing]) {
    queue.enqueue(ENTRY, ENTRY);
    const [held] = queue.claim(1);
    rmSync(path, { recursive: true });
    expect(() => queue.ack(held!)).not.toThrow();
    look();
    look();
    const { seq } = queue.enqueue(ENTRY).entries[0]!;
    queue.wake();
    expect(queue.claim(10).map((claim) => claim.id)).toEqual([seq]);
    queue.ack({ ...held!, name: `5_${seq}.json` });
    checkInvariants(root, { expectDrained: true });
  }
});

test("sweep removes what hive left in .tmp/ an hour ago and its old dead letters, and nothing that others made", () => {
  using open = openQueue({ maxAttempts: 1 });
  const { queue, clock } = open;
  const { tmp, failed } = queue.paths;
  const [old, young] = [Bun.randomUUIDv7(), Bun.randomUUIDv7()];
  const foreign = ["notes.txt", `${old}.txt`, "heartbeat-mine", "heartbeat-1-0123456x"];
  const drafts = [old, "heartbeat-1-01234567"];
  const longAgo = (clock.nowMs() - HOUR_MS) / 1000;
  for (const name of [...drafts, young, ...foreign]) writeFileSync(`${tmp}/${name}`, "");
  mkdirSync(`${tmp}/directory`);
  for (const name of [...drafts, ...foreign]) utimesSync(`${tmp}/${name}`, longAgo, longAgo);
  queue.enqueue(ENTRY);
  queue.nack(queue.claim(1)[0]!, ERROR);
  writeFileSync(`${failed}/5_shell.json`, '{"operation": "of another program"}');
  const rest = ["directory", young, ...foreign].toSorted();
  expect([queue.sweep(HOUR_MS), readdirSync(tmp).toSorted()]).toEqual([2, rest]);
  clock.advance(2 * HOUR_MS);
  expect([queue.sweep(HOUR_MS), states(queue).failed]).toEqual([2, ["5_shell.json"]]);
});

test.each([0, 0o777])("all directories have mode 0700 and all files 0600, also under umask %d", (odd) => {
  const umask = process.umask(odd);
  try {
    using open = openQueue();
    open.queue.enqueue(ENTRY, ENTRY);
    open.queue.nack(open.queue.claim(1)[0]!, ERROR);
    expect(checkInvariants(open.root).pending).toBe(2);
    chmodSync(open.queue.paths.failed, 0o755);
    expect(() => checkInvariants(open.root)).toThrow("failed has mode 755");
  } finally {
    process.umask(umask);
  }
});

test("a queue whose directory cannot be made is HIVE_QUEUE_UNAVAILABLE", () => {
  using dir = tempDir();
  writeFileSync(dir.root, "a file");
  expect(() => new Queue(dir.root)).toThrow(
    expect.objectContaining({
      code: "HIVE_QUEUE_UNAVAILABLE",
      hint: "check that the directory can be written, or choose another with HIVE_ROOT",
    }),
  );
});

test.each(["tmp", "failed", "pending", "journals"] as const)("a link in the place of %s is refused", (which) => {
  using open = openQueue();
  const path = open.queue.paths[which];
  mkdirSync(`${open.dir.path}/documents`);
  rmSync(path, { recursive: true });
  symlinkSync(`${open.dir.path}/documents`, path);
  expect(() => new Queue(open.root)).toThrow(expect.objectContaining({ code: "HIVE_QUEUE_UNAVAILABLE" }));
});

test("claiming without a worker's name is a bug", () => {
  using open = openQueue();
  const queue = new Queue(open.root);
  queue.enqueue(ENTRY);
  expect(() => queue.claim(1)).toThrow(expect.objectContaining({ code: "HIVE_BUG" }));
});

test("an entry that is refused leaves nothing behind", () => {
  using open = openQueue();
  const { queue } = open;
  expect(() => queue.enqueue(ENTRY, { operation: "" })).toThrow(
    expect.objectContaining({ code: "HIVE_INVALID_ENTRY" }),
  );
  expect([states(queue), readdirSync(queue.paths.tmp)]).toEqual([{ pending: [], claimed: [], failed: [] }, []]);
});

test("metadata and payload are written as given", () => {
  using open = openQueue();
  const { entries } = open.queue.enqueue({ operation: "o", sql: "SELECT 'ä'", metadata: { a: [1] } });
  const [name] = states(open.queue).pending;
  const { hive_mac: mac, ...written } = JSON.parse(
    readFileSync(`${open.queue.paths.pending}/${name!}`, "utf8"),
  ) as Record<string, unknown>;
  expect([written, mac]).toEqual([{ ...entries[0] }, expect.stringMatching(/^[0-9a-f]{64}$/)]);
});
