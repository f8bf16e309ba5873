/** The base that hive needs: Bun, the file system, the kernel's watches. */
import manifest from "../../../package.json" with { type: "json" };
import { type CheckResult, type HealthCheck, ok, problem, together, warning } from "../check.ts";
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, statSync } from "node:fs";
import { errorCode } from "../../base/errors.ts";
import { INSTEAD, whyUnsupported } from "../../platform/supported.ts";

export const bunCheck: HealthCheck = {
  code: "bun",
  groups: ["deep"],
  needs: "nothing",
  run: () => judgeBun(Bun.version, manifest.engines.bun),
};

export const platformCheck: HealthCheck = {
  code: "platform",
  groups: ["deep"],
  needs: "nothing",
  run: () => judgePlatform(process.platform),
};

export function judgePlatform(platform: NodeJS.Platform): CheckResult {
  const why = whyUnsupported(platform);
  if (why !== null) return problem(why, { advice: INSTEAD });
  if (platform === "darwin") return warning("macOS: hive has not been tried on a Mac yet");
  return ok(`${platform} on ${process.arch}`);
}

export function judgeBun(version: string, needed: string): CheckResult {
  if (Bun.semver.satisfies(version, needed)) return ok(`Bun ${version} (hive needs ${needed})`);
  return problem(`Bun ${version}, and hive needs ${needed}`, { run: "bun upgrade" });
}

/**
 * File systems shared between machines, or between a machine and its guest. The kernel reports no changes of the other
 * side, and SQLite's log needs shared memory.
 */
const SHARED =
  /^(nfs\d?|cifs|smb\w*|smbfs|9p|drvfs|afs|ceph|lustre|gfs2|ocfs2|virtiofs|vboxsf|vmhgfs|prl_fs|fuse\..*(sshfs|glusterfs|s3fs|rclone|vmhgfs|portal).*|davfs|afpfs|webdav)$/;
const LOCAL_ADVICE =
  "move the state to a local disk: hive setup --root-outside, where your data directory is on one, else HIVE_ROOT";

/**
 * The kernel's name for the type of a path's file system.
 * @param mounts `/proc/self/mountinfo`
 * @returns null if it does not list the path
 */
export function fileSystemType(path: string, mounts: string): string | null {
  let best = { length: -1, type: null as string | null };
  for (const line of mounts.split("\n")) {
    const words = line.split(" ");
    const separator = words.indexOf("-");
    if (separator < 0) continue;
    const point = words[4]!.replaceAll(/\\(\d{3})/g, (_, octal: string) =>
      String.fromCodePoint(Number.parseInt(octal, 8)),
    );
    const prefix = point === "/" ? "/" : `${point}/`;
    // The last of several mounts on one point hides the others.
    if (`${path}/`.startsWith(prefix) && prefix.length >= best.length) {
      best = { length: prefix.length, type: words[separator + 1]! };
    }
  }
  return best.type;
}

export function judgeType(type: string | null): CheckResult {
  if (type === null)
    return ok("its type is not known on this platform; the check of the events says whether it will do");
  if (!SHARED.test(type)) return ok(type);
  return warning(
    `${type}, which may be shared with another machine: neither events nor SQLite's locks can be relied on`,
    {
      advice: LOCAL_ADVICE,
    },
  );
}

const MOUNTS = "/proc/self/mountinfo";

export const fileSystemCheck: HealthCheck = {
  code: "file-system",
  groups: ["deep"],
  needs: "queue",
  run: ({ paths }) => {
    const type = existsSync(MOUNTS) ? fileSystemType(realpathSync(paths.pending), readFileSync(MOUNTS, "utf8")) : null;
    const faults: CheckResult[] = [];
    const judged = judgeType(type);
    if (judged.level !== "ok") faults.push(judged);
    const devices = [paths.tmp, paths.pending, paths.processing, paths.failed].map((path) => statSync(path).dev);
    if (new Set(devices).size > 1) {
      faults.push(
        problem("the directories of the queue are on several file systems: nothing can be renamed", {
          advice: `let all of ${paths.queue} be on one`,
        }),
      );
    }
    return together(faults, judged.found);
  },
};

/** The limits of the kernel's watches for a user, and their use. */
export interface WatchUse {
  readonly instances: number;
  readonly maxInstances: number;
  readonly watches: number;
  readonly maxWatches: number;
}

const LIMITS = "/proc/sys/fs/inotify";
const SCARCE_SHARE = 0.9;

export const watchesCheck: HealthCheck = {
  code: "watches",
  groups: ["deep"],
  needs: "nothing",
  run: () => {
    if (!existsSync(LIMITS)) return ok("this platform has no limit of inotify's");
    return judgeWatches(readWatchUse());
  },
};

export function judgeWatches({ instances, maxInstances, watches, maxWatches }: WatchUse): CheckResult {
  const faults: CheckResult[] = [];
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

/** Covers the processes of this user that can be read. */
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

/** Undefined for a process that has ended or belongs to another user. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (["ENOENT", "EACCES", "EPERM", "ESRCH"].includes(errorCode(error) ?? "")) return undefined;
    throw error;
  }
}
