import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { TOP } from "../../../harness/rig.ts";
import { runToEnd } from "../../../harness/run-program.ts";
import { smallRepository } from "../../../load/worktree.ts";
import { type Found, kept, type Measure, type MeasureContext, type Subject } from "../measure.ts";
import { freshState, holdDoorbell, type State } from "../state.ts";
import type { Tree } from "../trees.ts";
import { hookOf } from "../workers.ts";

/** A checkpoint at each call, or at the first alone. */
const INTERVAL_SECONDS = { taken: 0, throttled: 86_400 } as const;
export type HookState = keyof typeof INTERVAL_SECONDS;
export const HOOK_STATES = Object.keys(INTERVAL_SECONDS) as readonly HookState[];

const PAYLOADS = join(TOP, "tests/fixtures/hook-payloads");
const WARM_UP = 3;

/** A recorded payload. @param name of its file, without the ending */
export function recorded(name: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(PAYLOADS, `${name}.json`), "utf8")) as Record<string, unknown>;
}

const EDIT = recorded("03-posttooluse-edit");

/** A call of its own, in the project of a state: the ledger would take the same one for a second delivery. */
export function editCall({ root }: Pick<State, "root">, call: number): Blob {
  const id = `toolu_gate_${String(call).padStart(6, "0")}`;
  return new Blob([JSON.stringify({ ...EDIT, cwd: dirname(root), tool_use_id: id })]);
}

/** A queue whose doorbell has a listener, with the user's setting for one of the states. */
export function hookState(state: HookState): State {
  const fresh = freshState({ checkpointIntervalSeconds: INTERVAL_SECONDS[state] });
  smallRepository(dirname(fresh.root));
  const doorbell = holdDoorbell(fresh.root);
  return {
    ...fresh,
    [Symbol.dispose]() {
      doorbell[Symbol.dispose]();
      fresh[Symbol.dispose]();
    },
  };
}

/** The whole process of the hook from spawn to exit, wall and CPU time. */
export const hook: Measure = {
  name: "hook",
  figures: HOOK_STATES.flatMap((state) => [`hook.${state}.wall`, `hook.${state}.cpu`]),
  turns: 28,
  // A neighbour lengthens wall time, by much or not at all; CPU time it moves by a little each time.
  shareOf: (figure) => (figure.endsWith(".wall") ? 0.1 : 0.5),
  async open(tree: Tree, context: MeasureContext): Promise<Subject> {
    using stack = new DisposableStack();
    const states = HOOK_STATES.map((name) => ({ name, ...stack.use(hookState(name)) }));
    let call = 0;
    const take = async ({ signal }: MeasureContext): Promise<Found> => {
      const found: Record<string, number> = {};
      call += 1;
      for (const { name, root, env } of states) {
        const { wallMs, cpuMs } = await runToEnd([hookOf(tree)], { signal, stdin: editCall({ root }, call), env });
        found[`hook.${name}.wall`] = wallMs;
        found[`hook.${name}.cpu`] = cpuMs;
      }
      return found;
    };
    for (let warm = 0; warm < WARM_UP; warm += 1) await take(context);
    return { take, ...kept(stack) };
  },
};
