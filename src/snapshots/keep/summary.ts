import { join } from "node:path";
import { LIMITS } from "../limits.ts";
import { ObjectStore } from "../objects/objects.ts";
import type { Lack } from "../undo/state.ts";
import { Catalogue } from "./catalogue.ts";
import { type SetAside, setAsideIn } from "./damaged.ts";

/** What is kept of a project's files, in short. */
export interface SnapshotsSummary {
  readonly snapshots: number;
  /** The time of the oldest one, in ms since 1970; null without any. */
  readonly sinceMs: number | null;
  /** Bytes that the store takes, as they were counted last. */
  readonly bytes: number;
  readonly limitBytes: number;
  /** Present files that are not kept, by the reason. */
  readonly notKept: Readonly<Partial<Record<Lack, number>>>;
  /** Whether nothing more is kept, as the disk is nearly full. */
  readonly isDiskFull: boolean;
  /** Damaged catalogues: their snapshots cannot be undone. */
  readonly setAside: readonly SetAside[];
}

/**
 * Reads the catalogue alone, and changes nothing.
 * @param directory of the project's snapshots
 * @returns null where no snapshot was ever taken
 */
export function summaryOf(directory: string): SnapshotsSummary | null {
  using catalogue = Catalogue.openToRead(directory);
  if (catalogue === null) return null;
  const { snapshots, sinceMs } = catalogue.db
    .query<{ snapshots: number; sinceMs: number | null }, []>(
      "SELECT count(*) AS snapshots, min(at_ms) AS sinceMs FROM snapshots",
    )
    .get()!;
  return {
    snapshots,
    sinceMs,
    bytes: catalogue.takenBytes(),
    limitBytes: LIMITS.storeBytes,
    notKept: Object.fromEntries(catalogue.lacks().map(({ lack, files }) => [lack, files])),
    isDiskFull: new ObjectStore(join(directory, "objects")).isDiskFull(LIMITS.freeShare),
    setAside: setAsideIn(directory),
  };
}
