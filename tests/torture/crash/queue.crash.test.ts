/**
 * Whatever the step at which a process is killed, after a recovery:
 *
 * - an entry whose enqueue returned is there, whole;
 * - each entry is in exactly one state;
 * - an acked entry does not come back;
 * - what the dead process left in `.tmp/` is swept.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Durability } from "../../../src/base/config/config.ts";
import type { EnqueueStep } from "../../../src/queue/producer/enqueue.ts";
import { lockPath } from "../../../src/queue/claims/recover.ts";
import { Queue, type QueueStep } from "../../../src/queue/queue.ts";
import { ProcessLock } from "../../../src/supervisor/lock.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { ERROR, foreignWrite } from "../../queue/setup.ts";

// Real processes on a machine that may be busy: each wait has a limit of its own.
setDefaultTimeout(120_000);

const FIXTURE = join(import.meta.dir, "../../queue/crash-fixture.ts");
const NONE = { pending: 0, processing: 0, failed: 0, applied: 0, temporary: 0 };

/** Runs the fixture to its death. @returns what it printed */
async function crash(root: string, action: string, step: QueueStep, durability: Durability): Promise<string> {
  await using child = new Child(FIXTURE, [root, action, step, durability]);
  const { stdout, stderr, signal } = await child.outcome();
  expect({ stderr, signal }).toEqual({ stderr: "", signal: "SIGKILL" });
  return stdout;
}

function restart(root: string): { queue: Queue; recovered: number } {
  const queue = new Queue(root, { worker: "next" });
  const lock = ProcessLock.take(lockPath(queue.paths, "next"), true);
  const recovered = queue.recover((worker) => ProcessLock.take(lockPath(queue.paths, worker), false));
  lock?.release();
  return { queue, recovered };
}

const UNCOMMITTED: EnqueueStep[] = ["tmp-written", "tmp-synced"];
const ENQUEUE: Array<readonly [Durability, EnqueueStep]> = [
  ["process", "tmp-written"],
  ["process", "renamed"],
  ["process", "journaled"],
  ["process", "rung"],
  ["power", "tmp-written"],
  ["power", "tmp-synced"],
  ["power", "renamed"],
  ["power", "pending-synced"],
  ["power", "journaled"],
  ["power", "rung"],
];

test.concurrent.each(ENQUEUE)(
  "enqueue (%s) killed at %s leaves each entry whole or in .tmp/",
  async (durability, step) => {
    using dir = tempDir();
    const returned = await crash(dir.root, "enqueue", step, durability);
    const isCommitted = !UNCOMMITTED.includes(step);
    expect(checkInvariants(dir.root, { enqueued: [returned] })).toEqual({
      ...NONE,
      pending: isCommitted ? 2 : 1,
      temporary: isCommitted ? 0 : 1,
    });
    const { queue } = restart(dir.root);
    const { tmp } = queue.paths;
    for (const name of readdirSync(tmp)) utimesSync(`${tmp}/${name}`, 1, 1);
    expect(queue.sweep(1e12)).toBe(isCommitted ? 0 : 1);
    const claims = queue.claim(10);
    expect(claims[0]?.id).toBe(returned);
    expect(claims.map((claim) => claim.entry.payload)).toEqual(
      isCommitted ? ["returned", "interrupted"] : ["returned"],
    );
    for (const claim of claims) queue.ack(claim);
    checkInvariants(dir.root, { enqueued: [returned], acked: claims.map((claim) => claim.id), expectDrained: true });
  },
);

interface Crash {
  readonly action: string;
  readonly step: QueueStep;
  readonly recovered: number;
  readonly left: Partial<typeof NONE>;
  /** Attempts that were counted when it comes back. */
  readonly retries?: number;
}

const CRASHES: Crash[] = [
  { action: "claim", step: "claimed", recovered: 1, left: { pending: 1 }, retries: 0 },
  { action: "ack", step: "acked", recovered: 0, left: {} },
  { action: "putBack", step: "put-back", recovered: 0, left: { pending: 1 }, retries: 0 },
  { action: "nack", step: "retry-written", recovered: 1, left: { pending: 1 }, retries: 1 },
  { action: "nack", step: "put-back", recovered: 0, left: { pending: 1 }, retries: 1 },
  { action: "bury", step: "buried", recovered: 0, left: { failed: 1 } },
];
const OWNERS = ["own", "foreign"] as const;
const CASES = CRASHES.flatMap((it) => OWNERS.map((owner) => ({ ...it, owner })));

test.concurrent.each(CASES)("$action ($owner entry) killed at $step leaves it in one state", async (given) => {
  const { action, step, recovered, left, retries, owner } = given;
  using dir = tempDir();
  const producer = new Queue(dir.root);
  const id =
    owner === "own"
      ? producer.enqueue({ operation: "o", payload: 1 }).entries[0]!.seq
      : foreignWrite(producer, "5_a.json", { operation: "o", payload: 1 });
  await crash(dir.root, action, step, "process");
  const next = restart(dir.root);
  expect(next.recovered).toBe(recovered);
  const acked = action === "ack" ? [id] : [];
  const counts = checkInvariants(dir.root, { enqueued: [id], acked });
  expect(counts).toEqual({ ...NONE, applied: acked.length, ...left });
  if (retries === undefined) return;
  const due = new Queue(dir.root, { worker: "due", clock: { nowMs: () => Date.now() + 10_000 } });
  expect(due.claim(10).map((claim) => [claim.id, claim.entry.retries, claim.entry.payload])).toEqual([
    [id, retries, 1],
  ]);
});

test.concurrent("an entry whose burial was cut off between its two steps is buried once", () => {
  using dir = tempDir();
  const queue = new Queue(dir.root, { worker: "w" });
  const { seq } = queue.enqueue({ operation: "o", payload: 1 }).entries[0]!;
  const [claim] = queue.claim(1);
  const claimed = `${queue.paths.processing}/w/${claim!.name}`;
  const text = readFileSync(claimed);
  queue.deadLetter(claim!, ERROR);
  // The claim as it is between the link and the unlink.
  writeFileSync(claimed, text, { mode: 0o600 });
  const next = restart(dir.root);
  expect(next.recovered).toBe(1);
  for (const again of next.queue.claim(10)) next.queue.deadLetter(again, ERROR);
  expect(checkInvariants(dir.root, { enqueued: [seq], expectDrained: true })).toEqual({ ...NONE, failed: 1 });
});
