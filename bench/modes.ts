import type { ConfigOverrides } from "../src/base/config.ts";
import { queuePaths } from "../src/queue/layout.ts";
import { WatchSource } from "../src/wake/watch.ts";
import { type Fault, type Parts, withFault } from "./faults.ts";
import type { Mode } from "./results.ts";

/** What a worker of the harness is told, as JSON in its one argument. */
export interface WorkerSpec {
  /** The `.hive-mind` directory. */
  readonly root: string;
  readonly mode: Mode;
  readonly fault: Fault | null;
  /** Settings other than hive's defaults; the mode's own come first. */
  readonly config: ConfigOverrides;
  /** Whether it ends when nothing is left. @default false */
  readonly isOnce?: boolean;
}

/** How long a polling mode sleeps between two looks; null for a mode that is woken. */
export const INTERVAL_MS: Readonly<Record<Mode, number | null>> = {
  poll: 100,
  "pseudo-event": 500,
  event: null,
  "event+doorbell": null,
};

export function isWoken(mode: Mode): boolean {
  return INTERVAL_MS[mode] === null;
}

export function configOf({ mode, config }: WorkerSpec): ConfigOverrides {
  const pollIntervalMs = INTERVAL_MS[mode];
  return { ...config, ...(pollIntervalMs === null ? { mode: "event" } : { mode: "poll", pollIntervalMs }) };
}

/** What the worker is given instead of its own parts: nothing in `event+doorbell`, which is the worker as shipped. */
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
