import { existsSync, mkdirSync, readFileSync, rmdirSync, writeFileSync } from "node:fs";

/** Where groups of processes with a limit of memory are made, in either version of cgroups. */
const KINDS = [
  {
    top: "/sys/fs/cgroup/memory",
    limit: "memory.limit_in_bytes",
    noSwap: ["memory.swappiness", "0"],
    kills: "memory.oom_control",
  },
  { top: "/sys/fs/cgroup", limit: "memory.max", noSwap: ["memory.swap.max", "0"], kills: "memory.events" },
] as const;

/** Time for the end of the last process of a group. */
const LAST_ENDS_MS = 20_000;

let made = 0;

/**
 * Makes a group whose processes the kernel kills when they hold more than so much memory, files in its cache included.
 * @throws the system's error, such as where this user may not
 */
export function memoryGroup(mebibytes: number) {
  made += 1;
  const name = `hive-test-${process.pid}-${made}`;
  const kind = existsSync(`${KINDS[0].top}/${KINDS[0].limit}`) ? KINDS[0] : KINDS[1];
  const path = `${kind.top}/${name}`;
  mkdirSync(path);
  const group = {
    /** Runs a program in the group, to its end. */
    async run(...command: readonly string[]) {
      const script = `echo $$ > ${path}/cgroup.procs && exec "$@"`;
      const child = Bun.spawn(["sh", "-c", script, "sh", ...command], {
        stdin: "ignore",
        env: process.env,
        stdout: "pipe",
        stderr: "pipe",
      });
      const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
      return { stdout, stderr, exitCode: child.exitCode, signal: child.signalCode };
    },
    /** How many of its processes the kernel has killed. */
    get kills(): number {
      return Number(/^oom_kill (\d+)/m.exec(readFileSync(`${path}/${kind.kills}`, "utf8"))?.[1]);
    },
    [Symbol.dispose]: () => {
      // Processes beside a worker that was killed end a moment after it.
      const endMs = performance.now() + LAST_ENDS_MS;
      while (readFileSync(`${path}/cgroup.procs`, "utf8") !== "" && performance.now() < endMs) Bun.sleepSync(5);
      rmdirSync(path);
    },
  };
  try {
    // Made only where the controller is at hand; elsewhere the kernel says no here.
    writeFileSync(`${path}/${kind.limit}`, String(mebibytes * 1024 ** 2), { flag: "r+" });
    const [file, value] = kind.noSwap;
    if (existsSync(`${path}/${file}`)) writeFileSync(`${path}/${file}`, value);
    return group;
  } catch (error) {
    group[Symbol.dispose]();
    throw error;
  }
}

/** Whether such groups can be made here: as root, outside most containers. */
export const CAN_LIMIT_MEMORY = ((): boolean => {
  try {
    using _ = memoryGroup(64);
    return true;
  } catch {
    return false;
  }
})();
