/** A worker's entries, timed beside looks at all files of a repository and without, in turn. */
import { Queue } from "../../src/queue/queue.ts";
import { checkEndState } from "../harness/end-state.ts";
import { Observer } from "../harness/observer.ts";
import { freshRoot, startWorker } from "../harness/rig.ts";
import { closedLoop } from "./loops.ts";
import { recorded } from "./producers.ts";

const MODE = "event+doorbell";
/** As agents work: the time passes while few entries come. */
const PAUSE_MS = 10;
const ENTRIES_A_ROUND = 20;
const WARM_UP = 10;

/** Milliseconds from enqueue to committed. */
export interface BesideLooks {
  readonly undisturbed: readonly number[];
  readonly looking: readonly number[];
}

/**
 * @param look looks at all files once, in another process
 * @throws where an entry is lost or applied twice
 */
export async function measureBesideLooks(
  look: () => Promise<unknown>,
  rounds: number,
  signal: AbortSignal,
): Promise<BesideLooks> {
  using dir = freshRoot();
  const { root } = dir;
  await using worker = await startWorker(root, MODE, { isForwarding: false });
  const queue = new Queue(root);
  const found = { undisturbed: [] as number[], looking: [] as number[] };
  let entries = 0;
  {
    using observer = new Observer(root, worker);
    const time = async (count: number): Promise<readonly number[]> => {
      const load = closedLoop({ produce: recorded, pauseMs: PAUSE_MS, entries: count, warmUp: 0 });
      const done = await load({ queue, observer, signal });
      entries += done.entries;
      return done.committed;
    };
    await time(WARM_UP);
    for (let round = 0; round < rounds; round += 1) {
      found.undisturbed.push(...(await time(ENTRIES_A_ROUND)));
      const timed = new AbortController();
      const looks = (async () => {
        do await look();
        while (!timed.signal.aborted);
      })();
      found.looking.push(...(await time(ENTRIES_A_ROUND)));
      timed.abort();
      await looks;
    }
  }
  await worker.stop();
  checkEndState(root, entries, { areLogs: false });
  return found;
}
