import type { Config } from "../base/config/config.ts";
import type { ProjectPaths } from "../install/paths.ts";
import type { Depth } from "../queue/depth.ts";
import type { AgentCalls } from "../store/sqlite/read/status-reader.ts";
import type { LiveWorker } from "../supervisor/find.ts";
import type { Heartbeat } from "../supervisor/heartbeat.ts";
import { isSystemFault } from "../supervisor/outage.ts";
import type { StartBackoff } from "../supervisor/start-backoff.ts";
import type { Account } from "./entry-accounting.ts";
import { lastCallMs } from "./checks/hook/calls.ts";
import type { InstalledHook } from "./installed-hooks.ts";
import { type SnapshotsStatus, snapshotsStatus } from "./checks/undo.ts";
import { ProjectView } from "./project-view.ts";
import { examine, type Finding, isHealthy } from "./registry.ts";

/** The output of `hive status --json`, version 1. Ignore fields that you do not know. */
export interface Status {
  readonly version: 1;
  readonly root: string;
  /** True if nothing is wrong. */
  readonly isHealthy: boolean;
  /** The faults, each as `code: sentence`. */
  readonly problems: readonly string[];
  /** Remarks for a person, though nothing is lost, each as `code: sentence`. */
  readonly notes: readonly string[];
  /** All results, with advice. */
  readonly findings: readonly Finding[];
  /** The settings that make agents call hive; null without a project. */
  readonly hooks: ReadonlyArray<{ readonly agent: string; readonly where: InstalledHook["where"] }> | null;
  /** When an agent last called hive, RFC 3339; null without a call. */
  readonly lastCallAt: string | null;
  /** The live workers, each with its last heartbeat. */
  readonly workers: readonly LiveWorker[];
  /** The last heartbeat of a live worker, else of the one that ran last; null if none was written. */
  readonly heartbeat: Heartbeat | null;
  /** The starts of a worker that did not last; null without any. */
  readonly starts: StartBackoff | null;
  readonly depth: Depth;
  /** Null if the store cannot be read: then nothing is known of applied entries. */
  readonly account: Account | null;
  /** The agents whose calls are saved, the latest caller first; none if the store cannot be read. */
  readonly agents: readonly AgentCalls[];
  /** What is kept of the files for `hive undo`; `why` says why nothing is. Null if that cannot be read. */
  readonly snapshots: SnapshotsStatus | null;
}

export interface StatusOptions {
  /** The project whose agents call hive. Left out to check only the queue and its store. */
  readonly project?: ProjectPaths;
  /** @default the process's */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The directory that agents are started in. @default the project */
  readonly cwd?: string;
}

const NO_DEPTH: Depth = { pending: 0, processing: 0, failed: 0, temporary: 0, oldestAgeMs: null };
const NO_ACCOUNT: Account = { enqueued: 0, applied: 0, pending: 0, failed: 0, missing: [] };

/** Looks at a project, its queue and its store from outside. It starts only the hook, on a temporary project, and changes nothing. */
export async function readStatus(
  root: string,
  nowMs: number,
  config: Config,
  options: StatusOptions = {},
): Promise<Status> {
  const view = new ProjectView({ root, nowMs, config, ...options });
  const findings = (await examine(view, ["fast"])).map(({ finding }) => finding);
  const { agents, account } = await view.store();
  const told = (level: string): string[] =>
    findings.filter((finding) => finding.level === level).map(({ code, found }) => `${code}: ${found}`);
  const lastMs = await lastCallMs(view);
  return {
    version: 1,
    root,
    isHealthy: isHealthy(findings),
    problems: told("problem"),
    notes: told("warning"),
    findings,
    hooks:
      view.project === undefined
        ? null
        : view.installedHooks().map(({ agent, where }) => ({ agent: agent.name, where })),
    lastCallAt: lastMs === null ? null : new Date(lastMs).toISOString(),
    workers: seen(view, view.workers, []),
    heartbeat: seen(view, view.lastHeartbeat, null),
    starts: seen(view, view.starts, null),
    depth: seen(view, view.depth, NO_DEPTH),
    account: view.isQueueMade ? account : NO_ACCOUNT,
    agents,
    snapshots: readSnapshots(view),
  };
}

function readSnapshots(view: ProjectView): SnapshotsStatus | null {
  try {
    return snapshotsStatus(view);
  } catch {
    // The check of undo says why.
    return null;
  }
}

/** A finding already reports an unreadable part. */
function seen<T>({ isQueueMade }: ProjectView, read: () => T, otherwise: T): T {
  if (!isQueueMade) return otherwise;
  try {
    return read();
  } catch (error) {
    if (!isSystemFault(error)) throw error;
    return otherwise;
  }
}
