/**
 * A steady rate of entries, half of the time with kills of the worker. In the long form 10 minutes at 500/s, and what
 * the worker takes must stay flat; `HIVE_SOAK_SECONDS` makes it shorter.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { Queue } from "../../../src/queue/queue.ts";
import { runWorkerOnce, rows, startWorker } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import type { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { IS_LONG, reportCases } from "../../support/torture-report.ts";

const SECONDS = Number(process.env["HIVE_SOAK_SECONDS"] ?? (IS_LONG ? 600 : 6));
const RATE_PER_SECOND = IS_LONG ? 500 : 200;
const KILL_EVERY_MS = IS_LONG ? 15_000 : 1000;
const TICK_MS = 20;

setDefaultTimeout(SECONDS * 2000 + 120_000);

/** What a worker holds, once a second. */
interface Sample {
  readonly rssKiB: number;
  readonly fds: number;
}

function sampleOf(pid: number): Sample {
  const [, rss] = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return { rssKiB: Number(rss), fds: readdirSync(`/proc/${pid}/fd`).length };
}

interface Run {
  /** When each entry was to be enqueued, in ms since 1970, by its id. */
  readonly scheduledMs: Map<string, number>;
  readonly samples: Sample[];
  kills: number;
}

/** Enqueues by the clock, not by the queue's answers: what waits is counted from its scheduled time. */
async function soak(root: string): Promise<Run> {
  const queue = new Queue(root);
  const run: Run = { scheduledMs: new Map(), samples: [], kills: 0 };
  let worker: Child = await startWorker(root);
  try {
    const startMs = Date.now();
    let nextKillMs = startMs + (SECONDS * 1000) / 2;
    let nextSampleMs = startMs;
    for (let sent = 0; sent < SECONDS * RATE_PER_SECOND;) {
      const nowMs = Date.now();
      const due = Math.min(SECONDS * RATE_PER_SECOND, Math.floor(((nowMs - startMs) * RATE_PER_SECOND) / 1000));
      for (; sent < due; sent += 1) {
        const atMs = startMs + (sent * 1000) / RATE_PER_SECOND;
        const payload = { sessionId: `s${sent % 50}`, atMs, level: "info", message: `entry ${sent}` };
        const { entries } = queue.enqueue({ operation: "insert_log", payload });
        run.scheduledMs.set(entries[0]!.seq, atMs);
      }
      if (nowMs >= nextSampleMs && run.kills === 0 && process.platform === "linux") {
        run.samples.push(sampleOf(worker.pid));
        nextSampleMs += 1000;
      }
      if (nowMs >= nextKillMs) {
        worker.kill();
        await worker.outcome();
        run.kills += 1;
        nextKillMs += KILL_EVERY_MS;
        worker = await startWorker(root);
      }
      await Bun.sleep(TICK_MS);
    }
  } finally {
    worker.kill();
    await worker.outcome();
  }
  return run;
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]!;

/** The medians of the first and of the last third. */
function ends(values: readonly number[]): { readonly first: number; readonly last: number } {
  const third = Math.floor(values.length / 3);
  return { first: median(values.slice(0, third)), last: median(values.slice(-third)) };
}

/** From the scheduled time to the commit, of the half without kills, in the order of the schedule. */
function calmLatenciesMs(root: string, { scheduledMs }: Run): number[] {
  const applied = new Map(
    rows<{ id: string; atMs: number }>(root, "SELECT entry_id AS id, applied_at_ms AS atMs FROM hive_ledger").map(
      ({ id, atMs }) => [id, atMs],
    ),
  );
  const calm = [...scheduledMs].slice(0, Math.floor(scheduledMs.size / 2));
  return calm.map(([id, atMs]) => applied.get(id)! - atMs);
}

test("under a steady load with kills no entry is lost or applied twice, and the worker's memory, descriptors and latency stay flat", async () => {
  using dir = tempDir();
  const run = await soak(dir.root);
  await runWorkerOnce(dir.root);
  const entries = run.scheduledMs.size;
  expect(run.kills).toBeGreaterThan(1);
  const { applied, failed } = checkInvariants(dir.root, { enqueued: [...run.scheduledMs.keys()], expectDrained: true });
  expect({ applied, failed }).toEqual({ applied: entries, failed: 0 });
  expect(rows(dir.root, "SELECT count(*) AS n, count(DISTINCT message) AS messages FROM session_logs")).toEqual([
    { n: entries, messages: entries },
  ]);
  reportCases("soak under load with kills (entries)", entries);
  if (run.samples.length < 3) return;
  const fds = ends(run.samples.map((sample) => sample.fds));
  // The process beside the worker, which the first entry starts, takes four.
  expect(fds.last).toBeLessThanOrEqual(fds.first + 6);
  if (!IS_LONG) return;
  const rssKiB = ends(run.samples.map((sample) => sample.rssKiB));
  const latencyMs = ends(calmLatenciesMs(dir.root, run));
  process.stderr.write(`${JSON.stringify({ entries, kills: run.kills, rssKiB, fds, latencyMs })}\n`);
  expect(rssKiB.last).toBeLessThan(rssKiB.first * 1.25 + 8192);
  expect(latencyMs.last).toBeLessThan(latencyMs.first * 2 + 1);
});
