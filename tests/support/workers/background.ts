import { existsSync, readFileSync, rmSync } from "node:fs";
import { resolve } from "node:path";
import { queuePaths } from "../../../src/queue/layout.ts";
import { makeQueue } from "../../../src/queue/make.ts";
import { endWorkers } from "../../../src/supervisor/end/end-worker.ts";
import { findWorkers, type LiveWorker } from "../../../src/supervisor/find.ts";
import { tempDir } from "../temp-dir.ts";
import { waitFor } from "../wait-for.ts";
import { configure } from "../settings.ts";

/** Lets a hook start a worker. */
export const STARTS = { HIVE_WORKER_START: "hook" };

const roots = new Set<string>();

/** A fresh state directory; its workers in the background are ended with the test. */
export function project(config: Record<string, unknown> = {}) {
  const dir = tempDir();
  const paths = queuePaths(dir.root);
  makeQueue(paths);
  configure(dir.root, config);
  roots.add(dir.root);
  return { root: dir.root, paths };
}

/** Ends the workers of all projects and removes these: to be called after each test. */
export async function endProjects(): Promise<void> {
  for (const root of roots) {
    const paths = queuePaths(root);
    if (existsSync(paths.workers)) await endWorkers(paths, { graceMs: 500 });
    rmSync(resolve(root, ".."), { recursive: true, force: true });
  }
  roots.clear();
}

/** The worker that has written a heartbeat and is not one of those known. */
export async function newWorker(root: string, known: readonly string[] = []): Promise<LiveWorker> {
  const find = () =>
    findWorkers(queuePaths(root)).find(({ id, heartbeat }) => heartbeat !== null && !known.includes(id));
  const log = `${root}/logs/worker.log`;
  const describe = (): string => (existsSync(log) ? readFileSync(log, "utf8") : "no log");
  return await waitFor(find, { timeoutMs: 30_000, describe });
}
