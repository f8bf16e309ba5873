/**
 * Takes snapshots as the process beside the worker does: `bun bench/load/programs/snapshot-taker.ts ROOT`. It answers each message
 * with the time that one took.
 */
import { makeSnapshots } from "../../../src/worker/isolate/snapshots.ts";

const [root = ""] = process.argv.slice(2);
const resident = await makeSnapshots({ root, notify: () => undefined, signal: new AbortController().signal });
process.on("message", (wanted: unknown) => void answer(wanted));

async function answer(wanted: unknown): Promise<void> {
  const startedMs = performance.now();
  await resident.answer([wanted]);
  process.send!({ ms: performance.now() - startedMs });
}
process.send!("ready");
