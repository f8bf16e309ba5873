import { readHeartbeat } from "../../../../src/supervisor/heartbeat.ts";
import { queuePaths } from "../../../../src/queue/layout.ts";
import type { Found, Measure } from "../measure.ts";
import { freshState } from "../state.ts";
import { endsOf, startTreeWorker } from "../workers.ts";
import { waitForEach } from "./latency.ts";

const ENTRIES = 20;
/** Two rings within one look would be one wake. */
const PAUSE_MS = 30;
/** After a foreign name the worker rescans the directory for a while. */
const SETTLE_MS = 2500;
const CAUSES = ["doorbell", "watch", "poll", "backstop", "due", "start"] as const;

/** Wakes by cause, for a fixed sequence: hive's own entries, one after the other, and one moved in by `mv`. */
export const wakes: Measure = {
  name: "wakes",
  figures: [...CAUSES.map((cause) => `wakes.${cause}`), "wakes.unseen", "wakes.lost", "wakes.duplicates"],
  turns: 1,
  open: (tree) =>
    Promise.resolve({
      async take(context): Promise<Found> {
        using state = freshState();
        let unseen = 0;
        {
          await using _ = await startTreeWorker(tree, state);
          const spec = { warmUp: 0, pauseMs: PAUSE_MS, isRandom: false };
          const own = await waitForEach(
            tree,
            state,
            { ...spec, entries: ENTRIES, isForeign: false, settleMs: 100 },
            context,
          );
          unseen += own.unseen;
          if (unseen === 0) {
            const one = { ...spec, entries: 1, isForeign: true, settleMs: SETTLE_MS };
            unseen += (await waitForEach(tree, state, one, context)).unseen;
          }
        }
        const counts = readHeartbeat(queuePaths(state.root))?.wakes ?? {};
        const found = Object.fromEntries(CAUSES.map((cause) => [`wakes.${cause}`, counts[cause] ?? 0]));
        // The watcher wakes only where the file is still there: whether it is depends on who is faster.
        found["wakes.watch"] = Math.max(0, (counts["watch"] ?? 0) - ENTRIES - 1);
        const ends = unseen > 0 ? { lost: 0, duplicates: 0 } : endsOf(state, ENTRIES + 1);
        return { ...found, "wakes.unseen": unseen, "wakes.lost": ends.lost, "wakes.duplicates": ends.duplicates };
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
};
