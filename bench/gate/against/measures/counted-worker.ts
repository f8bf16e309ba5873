import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { runToEnd } from "../../../harness/run-program.ts";
import type { Found, Measure } from "../measure.ts";
import { freshState } from "../state.ts";
import { HAS_STRACE, naming, traced, written } from "../trace.ts";
import { drainCommand, fill, program } from "../workers.ts";

const ENTRIES = 300;
/** A process beside the worker would read the store meanwhile, and change what SQLite writes when. */
const SETTINGS = { archive: "off" };

/** A heartbeat is written by the clock, and holds numbers of any length. */
const isCounted = (parameters: string, root: string): boolean =>
  parameters.includes(root) && !/heartbeat|\/logs\/|\/workers\//.test(parameters);

/** SQLite statements, calls that name a file and bytes of a batch of observations. */
export const countedWorker: Measure = {
  name: "counted-worker",
  figures: ["batch.statements", "batch.files", "batch.bytes"],
  turns: 1,
  open: (tree) =>
    Promise.resolve({
      async take(context): Promise<Found> {
        const { signal } = context;
        using counted = freshState(SETTINGS);
        await fill(tree, counted, ENTRIES, context);
        const statements = join(dirname(counted.root), "statements");
        const command = drainCommand(tree, counted, "--preload", program("count-statements.ts"));
        await runToEnd(command, { signal, env: { ...counted.env, HIVE_STATEMENTS: statements } });
        const found = { "batch.statements": Number(readFileSync(statements, "utf8")) };
        if (!HAS_STRACE) return found;
        using state = freshState(SETTINGS);
        await fill(tree, state, ENTRIES, context);
        const { root, env } = state;
        const calls = await traced(drainCommand(tree, state), join(dirname(root), "trace"), { signal, env });
        const own = calls.filter(({ parameters }) => isCounted(parameters, root));
        return { ...found, "batch.files": naming(own), "batch.bytes": written(own) };
      },
      [Symbol.asyncDispose]: () => Promise.resolve(),
    }),
};
