import type { ConfigOverrides } from "../../src/base/config/validate.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { WatchSource } from "../../src/wake/watch.ts";
import { type Fault, type Parts, withFault } from "./faults.ts";
import { intervalOf, type IntervalsMs, type Mode } from "../figures/result.ts";

/** The one argument of a worker of the harness, as JSON. */
export interface WorkerSpec {
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly mode: Mode;
  readonly fault: Fault | null;
  /** @default DEFAULT_INTERVALS_MS */
  readonly intervalsMs?: IntervalsMs;
  /** Settings other than hive's defaults; the mode's own come first. */
  readonly config: ConfigOverrides;
  /** Whether it ends when nothing is left. @default false */
  readonly isOnce?: boolean;
  /** Whether it fills the archive by a process beside it. @default unless isOnce, as shipped */
  readonly isForwarding?: boolean;
}

export function isWoken(mode: Mode): boolean {
  return intervalOf(mode) === null;
}

export function overridesOf({ mode, intervalsMs, config }: WorkerSpec): ConfigOverrides {
  const pollIntervalMs = intervalOf(mode, intervalsMs);
  return { ...config, ...(pollIntervalMs === null ? { mode: "event" } : { mode: "poll", pollIntervalMs }) };
}

/** The parts that replace the worker's own: none in `event+doorbell`, which is the worker as shipped. */
export function partsOf({ mode, fault, root }: WorkerSpec): Parts {
  const parts = partsOfMode(mode, root);
  return fault === null ? parts : withFault(fault, root, parts);
}

function partsOfMode(mode: Mode, root: string): Parts {
  if (mode === "event") return { doorbell: null };
  // The worker polls and so does not start it: its heartbeat counts what the watcher says, and nobody acts on it.
  if (mode === "pseudo-event") return { watch: new WatchSource(queuePaths(root).pending) };
  return {};
}
