import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { observationEntry } from "../../src/capture/entries.ts";
import { factsOf } from "../../src/agents/claude-code/facts.ts";
import { parsePayload } from "../../src/agents/claude-code/payload.ts";
import { queuePaths } from "../../src/queue/layout.ts";
import { readHeartbeat } from "../../src/supervisor/heartbeat.ts";
import { openDatabase } from "./database.ts";
import { HIVE } from "./hive-command.ts";
import { Child } from "./process.ts";
import { waitFor } from "./wait-for.ts";

const PAYLOADS = join(import.meta.dir, "../fixtures/hook-payloads");

/** A recorded hook payload, some of its fields replaced. */
export function payload(name: string, fields: Readonly<Record<string, unknown>> = {}): string {
  const recorded = JSON.parse(readFileSync(join(PAYLOADS, `${name}.json`), "utf8")) as Record<string, unknown>;
  return JSON.stringify({ ...recorded, ...fields });
}

/** The session of the recorded payloads. */
export const SESSION = "5f0c2b1e-7a64-4d0f-9c3a-2f8e61b7d9a4";

/** Runs a command line of hive in a process of its own. Its hooks start no worker unless told to. */
export function hive(args: readonly string[], env: Readonly<Record<string, string>> = {}): Child {
  return new Child(HIVE, args, { HIVE_WORKER_START: "never", ...env });
}

/** Runs the hook once, as the agent does. */
export async function callHook(root: string, stdin: string, env: Readonly<Record<string, string>> = {}) {
  await using child = hive(["hook"], { HIVE_ROOT: root, ...env });
  await child.write(stdin);
  await child.closeStdin();
  return await child.outcome();
}

/** Starts a worker and waits until it listens. */
export async function startWorker(root: string, args: readonly string[] = []): Promise<Child> {
  const child = hive(["worker", "--root", root, ...args]);
  await child.printedError("worker started");
  return child;
}

/**
 * Applies what is there, as `hive worker --once` does, in the test's own process: a process takes ten times as long to start.
 * Nothing is sent to the archive.
 */
export async function drain(root: string): Promise<void> {
  const [{ readConfigFiles }, { Log }, { openWorker }] = await Promise.all([
    import("../../src/origin/config-files.ts"),
    import("../../src/supervisor/log.ts"),
    import("../../src/worker/open-worker.ts"),
  ]);
  const { config } = readConfigFiles(root, {}, process.env);
  const { logLevel: level, logMaxBytes: maxBytes, logFiles: files } = config;
  const log = new Log({ path: `${root}/logs/worker.log`, level, maxBytes, files });
  // SQLite creates its files with the process's umask: that of a worker is this one.
  const umask = process.umask(0o077);
  try {
    const worker = await openWorker({ root, config, log, isOnce: true });
    await worker.done;
  } finally {
    process.umask(umask);
  }
}

/** Applies what is there and ends, in a process of its own, which sends to the archive too. */
export async function runWorkerOnce(root: string): Promise<void> {
  await using worker = hive(["worker", "--once", "--root", root]);
  const { exitCode, stderr } = await worker.outcome();
  if (exitCode !== 0) throw new Error(stderr);
}

/** Waits until nothing is pending or claimed any more. */
export async function drained(root: string): Promise<void> {
  const paths = queuePaths(root);
  const left = (): string[] => [
    ...new Bun.Glob("*.json").scanSync({ cwd: paths.pending }),
    ...new Bun.Glob("*/*.json").scanSync({ cwd: paths.processing }),
  ];
  await waitFor(() => left().length === 0, {
    timeoutMs: 60_000,
    describe: () => `${left().length} left, heartbeat ${JSON.stringify(readHeartbeat(paths))}`,
  });
}

/** Rows of the store. */
export function rows<T>(root: string, sql: string, ...values: string[]): T[] {
  const path = `${root}/hive.db`;
  if (!existsSync(path)) return [];
  using db = openDatabase(root, { readonly: true });
  return db.query<T, string[]>(sql).all(...values);
}

/** The latest checkpoint of the recorded session. */
export function checkpointOf(root: string, session = SESSION): Record<string, unknown> {
  const sql = "SELECT data FROM hive_checkpoints WHERE session_id = ? ORDER BY created_at_ms DESC, id DESC LIMIT 1";
  const [row] = rows<{ data: string }>(root, sql, session);
  return JSON.parse(row?.data ?? "null") as Record<string, unknown>;
}

/** The id of the entry that the hook makes of a tool's call. */
export function entryIdOf(call: string): string {
  const seen = parsePayload(call)!;
  const { sessionId, event, agent } = seen;
  const observation = { sessionId, instanceId: sessionId, atMs: 0, event, agent, facts: factsOf(seen, 0) };
  return observationEntry(observation).id!;
}
