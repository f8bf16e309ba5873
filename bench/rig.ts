import { Database } from "bun:sqlite";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { NewEntry } from "../src/queue/entry.ts";
import { queuePaths } from "../src/queue/layout.ts";

export const TOP = resolve(import.meta.dir, "..");
export const MAIN = join(TOP, "src/cli/main.ts");

/** How much is measured: `smoke` shows that it runs, `quick` gives a first figure, `full` the ones to quote. */
export type Size = "smoke" | "quick" | "full";

/** A fresh state directory, removed at the end of the block. */
export function freshRoot(): { readonly root: string } & Disposable {
  const path = mkdtempSync(join(tmpdir(), "hive-bench-"));
  return { root: join(path, ".hive-mind"), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) };
}

/** The entry that latency and drain are measured with: a ledger row and a log row. */
export function logEntry(text = "m"): NewEntry {
  return { operation: "insert_log", payload: { sessionId: "bench", atMs: 0, level: "info", message: text } };
}

/** A real worker process that listens, ended at the end of the block. */
export async function startWorker(root: string, args: readonly string[] = []) {
  const child = Bun.spawn([process.execPath, MAIN, "worker", "--quiet", "--root", root, ...args], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
  });
  const { heartbeat } = queuePaths(root);
  while (!existsSync(heartbeat)) {
    if (child.exitCode !== null) throw new Error(`the worker ended with ${child.exitCode}`);
    await Bun.sleep(5);
  }
  return {
    pid: child.pid,
    async [Symbol.asyncDispose]() {
      child.kill("SIGTERM");
      await child.exited;
    },
  };
}

/** @throws when anything is left in the queue, or another number of entries was applied: the figures would be void */
export function checkEnd(root: string, entries: number): void {
  const { pending, processing, failed } = queuePaths(root);
  const left = [pending, processing, failed].map((path) => readdirSync(path, { recursive: true }).length);
  using db = new Database(`${root}/hive.db`, { readonly: true });
  const { n } = db.query<{ n: number }, []>("SELECT count(*) AS n FROM hive_ledger").get()!;
  const effects = db.query<{ n: number }, []>("SELECT count(*) AS n FROM session_logs").get()!.n;
  const workers = readdirSync(processing).length;
  const isClean = left[0] === 0 && left[1] === workers && left[2] === 0 && n === entries && effects === entries;
  if (!isClean) {
    throw new Error(
      `wrong end: pending, processing, failed ${left.join(", ")}; ${n} applied, ${effects} effects of ${entries}`,
    );
  }
}

/** CPU time and wakeups of a process so far, over all its threads. Linux only. */
export function readUsage(pid: number): { readonly cpuMs: number; readonly wakeups: number } {
  let cpuMs = 0;
  let wakeups = 0;
  for (const thread of readdirSync(`/proc/${pid}/task`)) {
    const directory = `/proc/${pid}/task/${thread}`;
    cpuMs += Number(readFileSync(`${directory}/schedstat`, "utf8").split(" ")[0]) / 1e6;
    const status = readFileSync(`${directory}/status`, "utf8");
    wakeups += Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0);
  }
  return { cpuMs, wakeups };
}
