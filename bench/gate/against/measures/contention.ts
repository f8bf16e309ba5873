import { summarize } from "../../../stats/estimate.ts";
import type { Found, Measure, MeasureContext } from "../measure.ts";
import type { EnqueueSpec } from "../programs/enqueue.ts";
import { freshState, holdDoorbell, type State } from "../state.ts";
import type { Tree } from "../trees.ts";
import { drain, endsOf, program } from "../workers.ts";

const PROCESSES = 8;
const ENTRIES = 100;
const WARM_UP = 20;
/** The entries of one look, with those that are not timed. */
export const ENQUEUED_AT_ONCE = PROCESSES * (ENTRIES + WARM_UP);
/** Looks after which the entries are applied and counted: that takes as long as the rest. */
const CHECKED_LOOKS = 1;

/**
 * Lets eight processes enqueue at once.
 * @param tree null to write and rename alone
 * @returns what each call took, in ms, by process
 */
export async function enqueueAtOnce(
  tree: Tree | null,
  { root, env }: State,
  { signal }: MeasureContext,
): Promise<number[][]> {
  const children = Array.from({ length: PROCESSES }, (_, index) => {
    const spec: EnqueueSpec = { tree: tree?.path ?? null, root, name: `p${index}`, entries: ENTRIES, warmUp: WARM_UP };
    return Bun.spawn([process.execPath, program("enqueue.ts"), JSON.stringify(spec)], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ...env },
      signal,
    });
  });
  try {
    const outputs = children.map(({ stdout }) => stdout.getReader());
    // Each says that it is ready.
    await Promise.all(outputs.map((output) => output.read()));
    for (const { stdin } of children) await stdin.end();
    const texts = await Promise.all(outputs.map(rest));
    return texts.map((text) => JSON.parse(text) as number[]);
  } finally {
    for (const child of children) child.kill();
  }
}

async function rest(output: { read(): Promise<{ done: boolean; value?: Uint8Array | undefined }> }): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for (;;) {
    const { done, value } = await output.read();
    if (done) return text;
    text += decoder.decode(value, { stream: true });
  }
}

/** `Queue.enqueue` of one entry, eight processes at once, by the least disturbed of them and by half of them. At first a worker then applies all that there is. */
export const contention: Measure = {
  name: "contention",
  figures: ["enqueue.p50", "enqueue.half.p50", "enqueue.lost", "enqueue.duplicates"],
  turns: 1,
  open(tree) {
    let looks = 0;
    const take = async (context: MeasureContext): Promise<Found> => {
      using state = freshState();
      let takenMs: number[][];
      {
        using _ = holdDoorbell(state.root);
        takenMs = await enqueueAtOnce(tree, state, context);
      }
      const medians = takenMs.map((taken) => summarize(taken).p50);
      const found = { "enqueue.p50": Math.min(...medians), "enqueue.half.p50": summarize(medians).p50 };
      looks += 1;
      if (looks > CHECKED_LOOKS) return found;
      await drain(tree, state, context);
      const { lost, duplicates } = endsOf(state, ENQUEUED_AT_ONCE);
      return { ...found, "enqueue.lost": lost, "enqueue.duplicates": duplicates };
    };
    return Promise.resolve({ take, [Symbol.asyncDispose]: () => Promise.resolve() });
  },
};
