import { existsSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { errorCode } from "../base/errors.ts";
import { type Check, type Diagnosis, ok, together, warning } from "./finding.ts";

/** What a user may have of the kernel's watches, and has. */
export interface WatchUse {
  readonly instances: number;
  readonly maxInstances: number;
  readonly watches: number;
  readonly maxWatches: number;
}

const LIMITS = "/proc/sys/fs/inotify";
const SCARCE_SHARE = 0.9;

export const watchesCheck: Check = {
  name: "watches",
  needsQueue: false,
  run: () => {
    if (!existsSync(LIMITS)) return ok("this platform has no limit of inotify's");
    return judgeWatches(readWatchUse());
  },
};

export function judgeWatches({ instances, maxInstances, watches, maxWatches }: WatchUse): Diagnosis {
  const faults: Diagnosis[] = [];
  const judge = (what: string, used: number, limit: number): void => {
    if (used < limit * SCARCE_SHARE) return;
    faults.push(
      warning(`${used} of ${limit} inotify ${what} are in use: a worker that gets none polls`, {
        run: `sudo sysctl fs.inotify.max_user_${what}=${Math.max(limit * 2, 1024)}`,
      }),
    );
  };
  judge("instances", instances, maxInstances);
  judge("watches", watches, maxWatches);
  return together(faults, `inotify instances ${instances} of ${maxInstances}, watches ${watches} of ${maxWatches}`);
}

/** As far as the processes of this user can be looked into. */
function readWatchUse(): WatchUse {
  let instances = 0;
  let watches = 0;
  for (const pid of readdirSync("/proc")) {
    if (!/^\d+$/.test(pid)) continue;
    for (const fd of quietly(() => readdirSync(`/proc/${pid}/fd`)) ?? []) {
      if (quietly(() => readlinkSync(`/proc/${pid}/fd/${fd}`)) !== "anon_inode:inotify") continue;
      instances += 1;
      const info = quietly(() => readFileSync(`/proc/${pid}/fdinfo/${fd}`, "utf8")) ?? "";
      watches += info.split("\n").filter((line) => line.startsWith("inotify ")).length;
    }
  }
  return { instances, maxInstances: limit("instances"), watches, maxWatches: limit("watches") };
}

const limit = (what: string): number => Number(readFileSync(`${LIMITS}/max_user_${what}`, "utf8"));

/** Undefined for a process that has ended since, or is not this user's. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "EACCES", "EPERM", "ESRCH"].includes(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}
