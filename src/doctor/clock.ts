import { lstatSync, readdirSync, unlinkSync, writeFileSync } from "node:fs";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "../queue/entry.ts";
import { readRegular } from "../base/files.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { unlinkIfThere } from "../queue/maintenance.ts";
import { MAX_NOTE_BYTES } from "../queue/sweep.ts";
import { readHeartbeat } from "../supervisor/heartbeat.ts";
import { DOCTOR_PREFIX } from "./events.ts";
import { type Check, type Diagnosis, FIX, type Subject, together, warning } from "./finding.ts";
import { count, span } from "../base/words.ts";

/** Clocks of one machine agree to a tick; more is another machine's, or a clock that was set. */
const TOLERANCE_MS = 2000;

export const clockCheck: Check = {
  name: "clock",
  needsQueue: true,
  run: (subject) => {
    const faults: Diagnosis[] = [];
    const skewMs = fileClockSkewMs(subject.paths);
    if (Math.abs(skewMs) > TOLERANCE_MS) {
      faults.push(
        warning(`the clock of the file system is ${span(Math.abs(skewMs))} ${skewMs > 0 ? "ahead" : "behind"}`, {
          remedy: "set both clocks (NTP): ages and retries go by them",
        }),
      );
    }
    faults.push(...futures(subject));
    return together(faults, "files and this process agree, and nothing comes from the future");
  },
};

/** How far a new file's time is ahead of this process's. */
function fileClockSkewMs({ tmp }: QueuePaths): number {
  const path = `${tmp}/${DOCTOR_PREFIX}${Bun.randomUUIDv7()}`;
  const beforeMs = Date.now();
  writeFileSync(path, "", { mode: 0o600 });
  const { mtimeMs } = lstatSync(path);
  const afterMs = Date.now();
  unlinkSync(path);
  if (mtimeMs > afterMs) return mtimeMs - afterMs;
  return mtimeMs < beforeMs ? mtimeMs - beforeMs : 0;
}

/** What was written with a clock that has been set back since. */
function futures({ paths, nowMs, workers }: Subject): Diagnosis[] {
  const limitMs = nowMs + TOLERANCE_MS;
  const faults: Diagnosis[] = [];
  const instances = readdirSync(paths.instances).filter(
    (name) => Number(readIfThere(`${paths.instances}/${name}`)) > limitMs,
  );
  if (instances.length > 0) {
    faults.push(
      warning(
        `${count(instances.length, "instance")} took a checkpoint in the future: ${instances.slice(0, 3).join(", ")}`,
        {
          run: FIX,
          remedy: "the next call then takes one",
          mend: () => {
            for (const name of instances) unlinkIfThere(`${paths.instances}/${name}`);
            return `removed ${count(instances.length, "time")} from the future`;
          },
        },
      ),
    );
  }
  const heartbeat = readHeartbeat(paths);
  if (heartbeat !== null && Date.parse(heartbeat.timestamp) > limitMs) {
    const isLive = workers.some(({ isAlive }) => isAlive);
    const found = `the heartbeat is of ${heartbeat.timestamp}, which is to come`;
    const mend = (): string => {
      unlinkIfThere(paths.heartbeat);
      return "removed the heartbeat from the future";
    };
    faults.push(isLive ? warning(found, { remedy: "the worker writes another" }) : warning(found, { run: FIX, mend }));
  }
  const entries = readdirSync(paths.pending).filter((name) => {
    const seq = parseEntryName(name)?.seq ?? "";
    return isOwnSeq(seq) && ownSeqAtMs(seq) > limitMs;
  });
  if (entries.length > 0) {
    faults.push(
      warning(`${count(entries.length, "entry is", "entries are")} from the future: applied last of their priority`, {
        remedy: "nothing: a worker applies them",
      }),
    );
  }
  return faults;
}

function readIfThere(path: string): string {
  return readRegular(path, MAX_NOTE_BYTES) ?? "";
}
