import type { Mode } from "./results.ts";
import { startWorker } from "./rig.ts";

/** What the command line of a worker says to be woken in a mode; null where it takes more than the command line. */
const ARGUMENTS: Readonly<Record<Mode, readonly string[] | null>> = {
  poll: ["--mode", "poll", "--poll-interval-ms", "100"],
  "pseudo-event": null,
  event: null,
  "event+doorbell": [],
};

/** The modes of these that a worker can be started in. */
export function startable(modes: readonly Mode[]): readonly Mode[] {
  return modes.filter((mode) => ARGUMENTS[mode] !== null);
}

/** A real worker process that listens, ended at the end of the block. */
export function startModeWorker(root: string, mode: Mode): ReturnType<typeof startWorker> {
  const args = ARGUMENTS[mode];
  if (args === null) throw new Error(`no worker can be started in mode ${mode}`);
  return startWorker(root, args);
}
