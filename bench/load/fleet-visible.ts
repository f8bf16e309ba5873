import { Queue } from "../../src/queue/queue.ts";
import { clientOptions } from "../../src/store/postgres/connect/pool.ts";
import { parseFleetUrl } from "../../src/store/postgres/connect/address.ts";
import { Observer } from "../harness/observer.ts";
import { freshRoot, startWorker } from "../harness/rig.ts";
import { recorded } from "./producers.ts";

/** Between two entries: the forwarder has nothing in flight when the next one is committed. */
const PAUSE_MS = 10;
/** The connection is open, and the statements are known to it. */
const WARM_UP = 20;
const LIMIT_MS = 60_000;

/**
 * Times, in ms, from a worker's commit to the notification of the server's: a real worker, the forwarder beside it, an open
 * connection, one entry at a time of which status and sessions leave.
 */
export async function untilVisible(url: string, entries: number, signal: AbortSignal): Promise<number[]> {
  using dir = freshRoot();
  const listener = new Bun.SQL(clientOptions(parseFleetUrl(url, {})));
  let told = Promise.withResolvers<number>();
  await listener.listen("hive_fleet", () => told.resolve(performance.now()));
  try {
    await using worker = await startWorker(dir.root, "event+doorbell", { env: { HIVE_FLEET_URL: url } });
    using observer = new Observer(dir.root, worker);
    const queue = new Queue(dir.root);
    const send = recorded(WARM_UP + entries);
    const samples: number[] = [];
    for (let index = 0; index < WARM_UP + entries; index += 1) {
      await Bun.sleep(PAUSE_MS * Math.random());
      told = Promise.withResolvers<number>();
      const sent = send(queue, index);
      await observer.until(() => observer.isApplied(sent, index), signal);
      const committedMs = performance.now();
      const timer = setTimeout(() => told.reject(new Error("the server told of no batch")), LIMIT_MS);
      const atMs = await told.promise;
      clearTimeout(timer);
      signal.throwIfAborted();
      // The observer may see a commit a little later than the forwarder.
      if (index >= WARM_UP) samples.push(Math.max(0, atMs - committedMs));
    }
    await worker.stop();
    return samples;
  } finally {
    await listener.close({ timeout: 0 });
  }
}
