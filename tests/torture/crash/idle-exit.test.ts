/** Entries that come while the worker ends for idleness. 25 rounds; 1,000 in the long form. */
import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { Queue } from "../../../src/queue/queue.ts";
import { endProjects, project, STARTS } from "../../support/workers/background.ts";
import { callHook, drained, entryIdOf, payload } from "../../support/hive.ts";
import { checkInvariants } from "../../support/invariants.ts";
import { IS_LONG, reportCases } from "../../support/torture-report.ts";
import { waitFor } from "../../support/wait-for.ts";

const ROUNDS = IS_LONG ? 1000 : 25;
/** As long as a worker lives without an entry; the next entry comes within three times that. */
const IDLE_EXIT_SECONDS = 0.05;
setDefaultTimeout(60_000 + ROUNDS * 5000);
afterEach(endProjects);

test("an entry that comes while a worker ends for idleness is applied, by it or by the one that its hook starts", async () => {
  const { root } = project({ idleExitSeconds: IDLE_EXIT_SECONDS, checkpointIntervalSeconds: 0 });
  const queue = new Queue(root);
  const ids: string[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    // A producer does as the hook does: it enqueues, rings, and starts a worker when nobody listens.
    const call = payload("03-posttooluse-edit", { tool_use_id: `idle-${round}` });
    await callHook(root, call, STARTS);
    ids.push(entryIdOf(call));
    await waitFor(() => queue.depth().pending === 0, { timeoutMs: 30_000 });
    await Bun.sleep(Math.random() * 3000 * IDLE_EXIT_SECONDS);
  }
  await drained(root);
  expect(checkInvariants(root, { enqueued: ids, expectDrained: true }).failed).toBe(0);
  // Otherwise no entry came anywhere near an end.
  const log = readFileSync(`${root}/logs/worker.log`, "utf8");
  const starts = log.split('"worker started"').length - 1;
  expect(starts).toBeGreaterThan(ROUNDS / 10);
  reportCases("entries while a worker ends for idleness (rounds)", ROUNDS);
  if (IS_LONG) process.stderr.write(`${starts} workers in ${ROUNDS} rounds\n`);
});
