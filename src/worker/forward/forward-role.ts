import type { Config } from "../../base/config/config.ts";
import { errorCode, HiveError } from "../../base/errors.ts";
import { projectDirectory, readConfigFiles } from "../../origin/config-files.ts";
import { userKey } from "../../origin/key.ts";
import { machineId } from "../../origin/machine.ts";
import { ArchiveTarget } from "../../store/archive/archive-target.ts";
import { archivePath } from "../../store/archive/open.ts";
import { retain } from "../../store/archive/retain.ts";
import { OutboxReader } from "../../store/sqlite/outbox.ts";
import type { Target } from "../../store/target.ts";
import { DocumentRests } from "../enrich/document-rests.ts";
import { followTranscripts } from "../enrich/transcript.ts";
import type { MakeResident } from "../isolate/resident-child.ts";
import { fleetOf } from "./fleet.ts";
import { Forwarder } from "./forwarder.ts";

const MIB = 1024 ** 2;
const SWEEP_INTERVAL_MS = 3_600_000;
/** A sweep leaves the rest to the next pass. */
const MOST_LOTS = 20;

/** The forwarder's process: it makes a pass for each request. */
export const makeForwarder: MakeResident = ({ root }) => {
  const { config } = readConfigFiles(root);
  const archive = archiveOf(root, config);
  const targets: Target[] = [archive, fleetOf(root, config)].filter((target) => target !== null);
  if (targets.length === 0) throw new HiveError("HIVE_STORE_UNAVAILABLE", "no target is set");
  const forwarder = new Forwarder({
    outbox: new OutboxReader(root),
    place: { machine: machineId(root), project: projectDirectory(root) },
    targets,
  });
  const rests = new DocumentRests();
  const sweeper = archive === null ? null : new Sweeper(archive, config);
  return {
    answer: async () => {
      const done = await forwarder.pass();
      sweeper?.sweep(Date.now());
      // The next pass reads the rest of a long transcript.
      const followInMs = archive === null ? null : follow(archive, root, rests);
      return followInMs === null ? done : { ...done, againInMs: Math.min(done.againInMs ?? followInMs, followInMs) };
    },
    close: () => forwarder.close(),
  };
};

/** Sessions that were seen in this time have transcripts that may have grown. */
const RECENT_MS = 86_400_000;

/** @returns in how long there is more to read; null where nothing is known of */
function follow(archive: ArchiveTarget, root: string, rests: DocumentRests): number | null {
  const nowMs = Date.now();
  const sinceMs = nowMs - RECENT_MS;
  const options = { root, project: projectDirectory(root), key: userKey(root), nowMs, sinceMs, rests };
  try {
    return archive.with((db) => followTranscripts(db, options));
  } catch (error) {
    // The next pass tries again.
    if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
    return null;
  }
}

/** Null where the user wants none. */
function archiveOf(root: string, { archive }: Config): ArchiveTarget | null {
  const path = archivePath(process.env, root);
  return archive === "off" || path === null ? null : new ArchiveTarget({ path, key: userKey(root) });
}

/** Keeps the archive within its retention, once an hour. */
class Sweeper {
  readonly #archive: ArchiveTarget;
  readonly #config: Config;
  #dueMs = 0;

  constructor(archive: ArchiveTarget, config: Config) {
    this.#archive = archive;
    this.#config = config;
  }

  sweep(nowMs: number): void {
    // The clock may have been set back.
    if (nowMs < this.#dueMs && this.#dueMs - nowMs <= SWEEP_INTERVAL_MS) return;
    const { archiveRetentionDays: days, archiveMaxMegabytes: megabytes } = this.#config;
    try {
      for (let lot = 0; lot < MOST_LOTS; lot += 1) {
        if (this.#archive.with((db) => retain(db, { days, maxBytes: megabytes * MIB }, nowMs)) > 0) continue;
        this.#dueMs = nowMs + SWEEP_INTERVAL_MS;
        return;
      }
    } catch (error) {
      // Another project's forwarder may sweep it now.
      if (errorCode(error) !== "HIVE_STORE_UNAVAILABLE") throw error;
    }
  }
}
