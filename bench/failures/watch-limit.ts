import { MAIN } from "../harness/rig.ts";

/**
 * The limit of watches is one per user and user namespace. A namespace of our own has its own, so the limit can be
 * reached in it without taking a watch from anybody.
 */
const LIMIT = "/proc/sys/user/max_inotify_watches";
const ENOUGH = 1000;

/** A command line that runs in a new user namespace in which no watch is left. */
function withoutWatches(command: readonly string[]): string[] {
  return ["unshare", "--user", "--map-root-user", "sh", "-c", `echo 0 > ${LIMIT} && exec "$@"`, "sh", ...command];
}

/** Whether this kernel and this user allow it. */
export function canLimitWatches(): boolean {
  if (process.platform !== "linux" || Bun.which("unshare") === null || Bun.which("nsenter") === null) return false;
  return Bun.spawnSync(withoutWatches(["true"]), { stdout: "ignore", stderr: "ignore" }).exitCode === 0;
}

/** The command line of a worker that cannot watch anything. */
export function workerWithoutWatches(root: string): string[] {
  return withoutWatches([process.execPath, MAIN, "worker", "--quiet", "--root", root]);
}

/** Raises the limit of a process that runs in such a namespace. @throws when that is not allowed */
export function raiseWatchLimit(pid: number): void {
  const inside = ["nsenter", "--user", "--preserve-credentials", "--target", String(pid)];
  const raised = Bun.spawnSync([...inside, "sh", "-c", `echo ${ENOUGH} > ${LIMIT}`], { stderr: "pipe" });
  if (raised.exitCode !== 0) throw new Error(`the limit of watches cannot be raised: ${raised.stderr.toString()}`);
}
