import { existsSync, readFileSync, realpathSync, type StatsFs, statfsSync, statSync } from "node:fs";
import { type Check, type Diagnosis, ok, problem, together, warning } from "./finding.ts";
import { size } from "../base/words.ts";

/**
 * Types that are shared between machines, or between a machine and its guest: the kernel tells nothing of what the other
 * side changes, and SQLite's log needs memory that both see.
 */
const SHARED =
  /^(nfs\d?|cifs|smb\w*|smbfs|9p|drvfs|afs|ceph|lustre|gfs2|ocfs2|virtiofs|vboxsf|vmhgfs|prl_fs|fuse\..*(sshfs|glusterfs|s3fs|rclone|vmhgfs|portal).*|davfs|afpfs|webdav)$/;
const LOCAL_REMEDY = "move the state to a local disk: HIVE_ROOT in the agent's environment names it";

/**
 * The type of the file system that a path is on, as the kernel names it.
 * @param mounts `/proc/self/mountinfo`
 * @returns null when it does not say
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

export function judgeType(type: string | null): Diagnosis {
  if (type === null)
    return ok("its type is not known on this platform; the check of the events says whether it will do");
  if (!SHARED.test(type)) return ok(type);
  return warning(
    `${type}, which may be shared with another machine: neither events nor SQLite's locks can be relied on`,
    {
      remedy: LOCAL_REMEDY,
    },
  );
}

const MOUNTS = "/proc/self/mountinfo";

export const fileSystemCheck: Check = {
  name: "file system",
  needsQueue: true,
  run: ({ paths }) => {
    const type = existsSync(MOUNTS) ? fileSystemType(realpathSync(paths.pending), readFileSync(MOUNTS, "utf8")) : null;
    const faults: Diagnosis[] = [];
    const judged = judgeType(type);
    if (judged.level !== "ok") faults.push(judged);
    const devices = [paths.tmp, paths.pending, paths.processing, paths.failed].map((path) => statSync(path).dev);
    if (new Set(devices).size > 1) {
      faults.push(
        problem("the directories of the queue are on several file systems: nothing can be renamed", {
          remedy: `let all of ${paths.queue} be on one`,
        }),
      );
    }
    return together(faults, judged.found);
  },
};

const SCARCE_BYTES = 1024 ** 3;
const FULL_BYTES = 64 * 1024 ** 2;
const SCARCE_FILES = 10_000;

export const diskCheck: Check = {
  name: "disk",
  needsQueue: true,
  run: ({ paths }) => judgeSpace(statfsSync(paths.root)),
};

export function judgeSpace(stats: Pick<StatsFs, "bavail" | "bsize" | "files" | "ffree">): Diagnosis {
  const bytes = stats.bavail * stats.bsize;
  // Some file systems have no fixed number of files, and say 0.
  const hasLimit = stats.files > 0;
  const files = hasLimit ? `, ${stats.ffree} more files` : "";
  const found = `room for ${size(bytes)}${files}`;
  const remedy = "make room on the disk";
  if (bytes < FULL_BYTES || (hasLimit && stats.ffree === 0)) return problem(found, { remedy });
  if (bytes < SCARCE_BYTES || (hasLimit && stats.ffree < SCARCE_FILES)) return warning(found, { remedy });
  return ok(found);
}
