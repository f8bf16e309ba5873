import { type Ended, runToEnd } from "../../../harness/run-program.ts";
import { type Found, kept, type Measure, type MeasureContext } from "../measure.ts";
import { freshState } from "../state.ts";
import { drain, fill, hookOf, mainOf } from "../workers.ts";
import { recorded } from "./hook.ts";

/** Ten sessions with their files, commands, tasks and checkpoints. */
const ENTRIES = 1000;
/** The exit code of `hive status` where no agent's settings call hive. */
const PROBLEMS = 3;
const SESSION_START = recorded("21-sessionstart-startup");

/** The commands that a person or an agent waits for, on a store that has been in use. */
export const commands: Measure = {
  name: "commands",
  figures: ["session-start.wall", "session-start.cpu", "status.wall", "status.cpu"],
  turns: 2,
  shareOf: (figure) => (figure.endsWith(".wall") ? 0 : 0.5),
  async open(tree, context) {
    using stack = new DisposableStack();
    const state = stack.use(freshState());
    const { env, root } = state;
    await fill(tree, state, ENTRIES, context);
    await drain(tree, state, context);
    let call = 0;
    const start = async ({ signal }: MeasureContext, keepsOutput = false): Promise<Ended> => {
      call += 1;
      // A new session for each call, since a session gets the context of an earlier one only once.
      const session_id = `9f0c2b1e-7a64-4d0f-9c3a-${String(call).padStart(12, "0")}`;
      const stdin = new Blob([JSON.stringify({ ...SESSION_START, session_id })]);
      return await runToEnd([hookOf(tree)], { signal, stdin, env, keepsOutput });
    };
    const { stdout } = await start(context, true);
    if (stdout === "") throw new Error("SessionStart gives nothing back");
    const take = async (given: MeasureContext): Promise<Found> => {
      const started = await start(given);
      const command = [process.execPath, mainOf(tree), "status", "--root", root];
      const status = await runToEnd(command, { signal: given.signal, env, passes: PROBLEMS });
      return {
        "session-start.wall": started.wallMs,
        "session-start.cpu": started.cpuMs,
        "status.wall": status.wallMs,
        "status.cpu": status.cpuMs,
      };
    };
    return { take, ...kept(stack) };
  },
};
