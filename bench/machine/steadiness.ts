/** Whether the machine itself changes while it is measured: an empty Bun script, timed between the scenarios. */
import { runToEnd } from "../harness/run-program.ts";
import { summarize } from "../stats/estimate.ts";

const CALLS = 15;
const WARM_UP = 2;

/** @returns the median of some calls, from spawn to exit, in ms */
export async function timeEmptyScript(signal: AbortSignal): Promise<number> {
  const takenMs: number[] = [];
  for (let call = -WARM_UP; call < CALLS; call += 1) {
    const { wallMs } = await runToEnd([process.execPath, "--eval", "0"], { signal });
    if (call >= 0) takenMs.push(wallMs);
  }
  return summarize(takenMs).p50;
}
