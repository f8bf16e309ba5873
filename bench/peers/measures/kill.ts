import type { Size } from "../../figures/result.ts";
import { type Measure, type MeasureContext, needsConsumer, type TrialResult } from "./measure.ts";
import { DRAIN_MS, Site, until } from "../rig.ts";
import type { System } from "../systems.ts";

const BACKLOG: Readonly<Record<Size, number>> = { smoke: 2000, quick: 2000, full: 3000 };
const KILLS: Readonly<Record<Size, number>> = { smoke: 2, quick: 5, full: 5 };
/** The time for which a dead consumer's claim is honoured, where that can be set. */
const LEASE_MS = 2000;

async function trial(system: System, { size, signal }: MeasureContext): Promise<TrialResult> {
  const entries = BACKLOG[size];
  await using site = await Site.open(system, signal);
  await site.run("fill", String(entries));
  using watcher = site.watcher();
  let killed = 0;
  for (let kill = 1; kill <= KILLS[size]; kill += 1) {
    const before = watcher.last();
    site.spawnConsumer(LEASE_MS);
    // Once it has begun: a share of what is left, so that the next ones find something too.
    const share = before + Math.max(1, Math.floor((entries - before) / (KILLS[size] + 2)));
    await until(() => watcher.last() >= share, DRAIN_MS, `${share} rows`);
    await site.killConsumer();
    if (watcher.last() < entries) killed += 1;
  }
  if (killed === 0) throw new Error("the backlog was gone before the consumer could be killed");
  site.spawnConsumer(LEASE_MS);
  const isWhole = (): boolean => watcher.tally().distinct >= entries;
  // A lost entry does not come: the count says so, not a failure to wait.
  await until(isWhole, DRAIN_MS, "all applied").catch(() => signal.throwIfAborted());
  // A second application may come when the lease of a dead consumer ends.
  await Bun.sleep(2 * LEASE_MS);
  const { rows, distinct } = watcher.tally();
  return { samples: { "kill.kills": [killed], "kill.lost": [entries - distinct], "kill.doubled": [rows - distinct] } };
}

export const kill: Measure = {
  name: "kill",
  title: (size) =>
    `kill -9 of the consumer while it works through a backlog of ${BACKLOG[size].toLocaleString("en-US")}, ${KILLS[size]} times a trial, then one that finishes; a dead consumer's claim is honoured for ${LEASE_MS / 1000} s where that is a setting; all systems side by side`,
  quantities: [
    { id: "kill.kills", label: "kills", unit: "times", summary: "sum" },
    { id: "kill.lost", label: "lost", unit: "entries", summary: "sum" },
    { id: "kill.doubled", label: "doubled", unit: "entries", summary: "sum" },
  ],
  trials: { smoke: 1, quick: 1, full: 3 },
  isSideBySide: true,
  notOffered: needsConsumer,
  trial,
};
