/** The hook with a clock: does what `hive-hook` does and prints, in ms since its process began, when each step ended. */
import { runHook } from "../hook/main.ts";

const marks: Array<readonly [string, number]> = [];
const mark = (step: string): void => void marks.push([step, performance.now()]);

mark("started");
// No top-level await: byte code needs the older module format.
void runHook({ env: process.env, nowMs: Date.now(), onStep: mark, onPhase: mark }).finally(() => {
  process.stdout.write(JSON.stringify(marks), () => process.exit(0));
});
