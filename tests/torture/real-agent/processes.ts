import { readdirSync, readFileSync } from "node:fs";

/** What an agent had started dies a little later than the agent, as in a crash. */
const ORPHANS_MS = 1000;

/** Sends a signal to an agent, then kills what it had started. */
export async function killTree(pid: number, signal: NodeJS.Signals): Promise<void> {
  const others = descendants(pid);
  kill(pid, signal);
  await Bun.sleep(ORPHANS_MS);
  for (const other of others) kill(other, "SIGKILL");
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended.
  }
}

function descendants(root: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc").filter((one) => /^\d+$/.test(one))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      parents.set(Number(name), Number(stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]));
    } catch {
      // It has ended.
    }
  }
  return [...parents.keys()].filter((pid) => {
    for (let at = parents.get(pid); at !== undefined && at > 1; at = parents.get(at)) if (at === root) return true;
    return false;
  });
}
