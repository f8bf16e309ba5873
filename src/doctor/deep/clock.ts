import { lstatSync, readdirSync, unlinkSync, writeFileSync } from "node:fs";
import { isOwnSeq, ownSeqAtMs, parseEntryName } from "../../queue/entry.ts";
import { readRegular } from "../../base/files/files.ts";
import type { QueuePaths } from "../../queue/layout.ts";
import { unlinkIfThere } from "../../queue/claims/recover.ts";
import { MAX_NOTE_BYTES } from "../../queue/sweep.ts";
import { readHeartbeat } from "../../supervisor/heartbeat.ts";
import { DOCTOR_PREFIX } from "./waking.ts";
import { type CheckResult, FIX, type HealthCheck, together, warning } from "../check.ts";
import type { ProjectView } from "../project-view.ts";
import { count, span } from "../../base/text/words.ts";

/**
 * Clocks of one machine agree to a tick. A larger difference means another machine's clock, or a clock that was set.
 */
const TOLERANCE_MS = 2000;

export const clockCheck: HealthCheck = {
  code: "clock",
  groups: ["deep"],
  needs: "queue",
  run: (view) => {
    const faults: CheckResult[] = [];
    const skewMs = fileClockSkewMs(view.paths);
    if (Math.abs(skewMs) > TOLERANCE_MS) {
      faults.push(
        warning(`the clock of the file system is ${span(Math.abs(skewMs))} ${skewMs > 0 ? "ahead" : "behind"}`, {
          advice: "set both clocks (NTP): ages and retries go by them",
        }),
      );
    }
    faults.push(...futures(view));
    return together(faults, "files and this process agree, and nothing comes from the future");
  },
};

/** The lead of a new file's time over this process's clock. */
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

/** Files from a clock that has been set back since. */
function futures(view: ProjectView): CheckResult[] {
  const { paths, nowMs } = view;
  const limitMs = nowMs + TOLERANCE_MS;
  const faults: CheckResult[] = [];
  const instances = readdirSync(paths.instances).filter(
    (name) => Number(readIfThere(`${paths.instances}/${name}`)) > limitMs,
  );
  if (instances.length > 0) {
    faults.push(
      warning(
        `${count(instances.length, "instance")} took a checkpoint in the future: ${instances.slice(0, 3).join(", ")}`,
        {
          run: FIX,
          advice: "the next call then takes one",
          fix: () => {
            for (const name of instances) unlinkIfThere(`${paths.instances}/${name}`);
            return `removed ${count(instances.length, "time")} from the future`;
          },
        },
      ),
    );
  }
  const heartbeat = readHeartbeat(paths);
  if (heartbeat !== null && Date.parse(heartbeat.timestamp) > limitMs) {
    const isLive = view.workers().length > 0;
    const found = `the heartbeat is of ${heartbeat.timestamp}, which is to come`;
    const fix = (): string => {
      unlinkIfThere(paths.heartbeat);
      return "removed the heartbeat from the future";
    };
    faults.push(isLive ? warning(found, { advice: "the worker writes another" }) : warning(found, { run: FIX, fix }));
  }
  const entries = readdirSync(paths.pending).filter((name) => {
    const seq = parseEntryName(name)?.seq ?? "";
    return isOwnSeq(seq) && ownSeqAtMs(seq) > limitMs;
  });
  if (entries.length > 0) {
    faults.push(
      warning(`${count(entries.length, "entry is", "entries are")} from the future: applied last of their priority`, {
        advice: "nothing: a worker applies them",
      }),
    );
  }
  return faults;
}

function readIfThere(path: string): string {
  return readRegular(path, MAX_NOTE_BYTES) ?? "";
}
