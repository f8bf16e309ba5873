/** The hook with a clock: does what `hive-hook` does and prints, in ms since its process began, when each step ended. */
import { runHook } from "../capture/main.ts";

const marks: Array<readonly [string, number]> = [];
const mark = (step: string): void => void marks.push([step, performance.now()]);

mark("started");
const end = (): void => void process.stdout.write(JSON.stringify(marks), () => process.exit(0));

// As in `hive-hook`, which says why.
void runHook({ env: process.env, nowMs: Date.now(), onStep: mark, onPhase: mark }).then(end, end);
