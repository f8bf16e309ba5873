import { archiveHolder } from "./archive.ts";
import { copiesHolder } from "./copies.ts";
import { fleetHolder } from "./fleet.ts";
import { exportsHolder } from "./exports.ts";
import { logsHolder } from "./logs.ts";
import { notesHolder } from "./notes.ts";
import { queueHolder } from "./queue.ts";
import { snapshotsHolder } from "./snapshots.ts";

/** A session to forget, with its names from before the deletion. */
export interface Forgotten {
  readonly sessionId: string;
  /** The instances of the session: their notes go with it. */
  readonly instanceIds: readonly string[];
  /** Names of its files in the queue, as logs quote them. */
  readonly entryNames: readonly string[];
  /** It is forgotten up to now, in ms since 1970. */
  readonly nowMs: number;
}

/** The directories that hive keeps data in. */
export interface Places {
  /** The state directory. */
  readonly root: string;
  /** The user's data directory; null if none is known. */
  readonly data: string | null;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A part of hive that may hold data of a session. */
export interface Holder {
  /** A name for a person: "files in the queue". */
  readonly name: string;
  /** The session's data in it: paths, or paths with the lines to remove. Changes nothing. */
  readonly find: (places: Places, session: Forgotten) => readonly string[];
  /** Removes that data. It can be repeated, as after a kill. */
  readonly forget: (places: Places, session: Forgotten) => void;
}

/**
 * Everything beside the database that may hold data of a session.
 * The queue and then the database come last: while they know a session, a killed forget can run again.
 * A new place for session data needs a holder here.
 * Plant its canary in tests/torture/forget.
 */
export const HOLDERS: readonly Holder[] = [
  notesHolder,
  // Before the list of exported files, of which it may have copies.
  snapshotsHolder,
  exportsHolder,
  copiesHolder,
  logsHolder,
  archiveHolder,
  fleetHolder,
  queueHolder,
];
