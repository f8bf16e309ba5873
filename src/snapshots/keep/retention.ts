import { existsSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { Catalogue } from "./catalogue.ts";
import { lockSnapshots } from "./lock.ts";
import { LIMITS, type Limits } from "../limits.ts";
import { namedUntilMs, removeSetAside, setAsideIn } from "./damaged.ts";
import { isInUse, isThere } from "./schema.ts";
import { ObjectStore } from "../objects/objects.ts";

/** The most objects that one sweep deletes; the next one continues. */
const MAX_DELETED = 5000;
/** An object may be younger than the row that is to name it. */
const GRACE_MS = 60_000;
/** Share of the snapshots that go at once where the store is too large. */
const SHARE = 0.1;

export type SweepStep = "dropped" | "deleted";

export interface SweepOptions {
  readonly nowMs: number;
  readonly limits?: Limits;
  /** Called after each durable step; unset in production. */
  readonly onStep?: (step: SweepStep) => void;
}

/**
 * Forgets old snapshots, and the oldest while the store is too large, then deletes what no row names. First the rows,
 * then the objects: a kill leaves objects too many, never one too few.
 * @returns the number of deleted objects
 */
export function sweepSnapshots(directory: string, { nowMs, limits = LIMITS, onStep }: SweepOptions): number {
  using _lock = lockSnapshots(directory);
  using catalogue = Catalogue.open(directory);
  const objects = new ObjectStore(join(directory, "objects"));
  const all = catalogue.snapshots();
  const old = all.filter(({ atMs }) => atMs < nowMs - limits.keepMs);
  const kept = all.slice(old.length);
  const isTooLarge = objects.totalBytes() + catalogue.takenBytes() - catalogue.objectBytes() > limits.storeBytes;
  const asides = setAsideIn(directory);
  // No command can put back what they name, so it goes first.
  for (const aside of asides) if (isTooLarge || aside.atMs < nowMs - limits.keepMs) removeSetAside(aside);
  // @mutant a store that is too large loses its oldest snapshots
  const excess = isTooLarge && asides.length === 0 ? kept.slice(0, Math.ceil(kept.length * SHARE)) : [];
  catalogue.drop([...old, ...excess].map(({ id }) => id));
  catalogue.dropUndos(nowMs - limits.keepMs);
  onStep?.("dropped");
  objects.sweep(nowMs);
  const keptUntilMs = namedUntilMs(setAsideIn(directory));
  const isGarbage = (modifiedMs: number): boolean => modifiedMs > keptUntilMs && modifiedMs <= nowMs - GRACE_MS;
  const deleted = deleteUnnamed(catalogue, objects, isGarbage, onStep);
  catalogue.setObjectBytes(objects.totalBytes());
  return deleted;
}

function deleteUnnamed(
  catalogue: Catalogue,
  objects: ObjectStore,
  isGarbage: (modifiedMs: number) => boolean,
  onStep?: (step: SweepStep) => void,
): number {
  const named = catalogue.hashes();
  let deleted = 0;
  for (const { hash, modifiedMs } of objects.all()) {
    // @mutant an object that a snapshot names stays
    if (named.has(hash) || !isGarbage(modifiedMs) || deleted === MAX_DELETED) continue;
    objects.delete(hash);
    onStep?.("deleted");
    deleted += 1;
  }
  return deleted;
}

/**
 * Sweeps the snapshots of all this user's projects: nothing else comes by where a project is gone.
 * @throws the first fault, after all others were swept
 */
export function sweepAll(directory: string, options: SweepOptions): void {
  const all = dirname(directory);
  const faults: unknown[] = [];
  for (const name of existsSync(all) ? readdirSync(all).toSorted() : []) {
    const one = join(all, name);
    if (!isThere(one) && setAsideIn(one).length === 0) continue;
    try {
      sweepSnapshots(one, options);
      removeIfEmpty(one);
    } catch (error) {
      // A damaged catalogue of one project keeps no other from being swept.
      faults.push(error);
    }
  }
  if (faults.length > 0) throw faults[0];
}

/** A project whose snapshots are all gone has nothing that could be put back. */
function removeIfEmpty(directory: string): void {
  using _lock = lockSnapshots(directory);
  {
    using catalogue = Catalogue.open(directory);
    if (catalogue.snapshots().length > 0 || setAsideIn(directory).length > 0) return;
  }
  // Another process would go on writing to a catalogue without a name.
  // @mutant the store of a project that is in use stays
  if (!isInUse(directory)) rmSync(directory, { recursive: true, force: true });
}
