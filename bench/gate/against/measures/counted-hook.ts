import { readdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { runToEnd, type RunOptions } from "../../../harness/run-program.ts";
import { summarize } from "../../../stats/estimate.ts";
import { type Found, kept, type Measure, type MeasureContext, NotHere } from "../measure.ts";
import { type Call, HAS_STRACE, opened, traced, written } from "../trace.ts";
import { hookOf } from "../workers.ts";
import { editCall, HOOK_STATES, hookState } from "./hook.ts";

const WARM_UP = 2;
/** A runtime may ask for something once more or less in one of them. */
const CALLS = 5;

/** System calls, files and bytes of a hook call, and whether each call left its entry. */
export const countedHook: Measure = {
  name: "counted-hook",
  figures: HOOK_STATES.flatMap((state) => ["calls", "files", "bytes", "lost"].map((what) => `hook.${state}.${what}`)),
  turns: 1,
  open(tree) {
    if (!HAS_STRACE) throw new NotHere("there is no strace");
    using stack = new DisposableStack();
    const states = HOOK_STATES.map((name) => ({ name, ...stack.use(hookState(name)) }));
    let call = 0;
    const take = async ({ signal }: MeasureContext): Promise<Found> => {
      const found: Record<string, number> = {};
      for (const { name, root, env } of states) {
        const pending = join(root, "queue/pending");
        const command = [hookOf(tree)];
        const next = (): RunOptions => ({ signal, stdin: editCall({ root }, (call += 1)), env });
        for (let warm = 0; warm < WARM_UP; warm += 1) await runToEnd(command, next());
        const before = readdirSync(pending).length;
        const traces: Call[][] = [];
        const log = join(dirname(root), "trace");
        for (let count = 0; count < CALLS; count += 1) traces.push(await traced(command, log, next()));
        const usual = (of: (trace: readonly Call[]) => number): number => summarize(traces.map(of)).p50;
        found[`hook.${name}.calls`] = usual((trace) => trace.length);
        found[`hook.${name}.files`] = usual(opened);
        found[`hook.${name}.bytes`] = usual(written);
        found[`hook.${name}.lost`] = before + CALLS - readdirSync(pending).length;
      }
      return found;
    };
    return Promise.resolve({ take, ...kept(stack) });
  },
};
