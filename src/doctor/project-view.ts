import type { Config } from "../base/config/config.ts";
import { errorCode, errorMessage, HiveError } from "../base/errors.ts";
import { readRegular } from "../base/files/files.ts";
import { AGENTS } from "../agents/agents.ts";
import { findProjectPaths, type ProjectPaths, type Scope, SCOPES } from "../install/paths.ts";
import { type Depth, measureDepth } from "../queue/depth.ts";
import { type QueuePaths, queuePaths } from "../queue/layout.ts";
import { isQueueMade } from "../queue/make.ts";
import { isStoreUnavailable } from "../store/sqlite/open/unavailable.ts";
import type { StoreHealth } from "../store/sqlite/health.ts";
import type { Waiting } from "../store/sqlite/outbox.ts";
import { type AgentCalls, StatusReader } from "../store/sqlite/read/status-reader.ts";
import { findWorkers, type LiveWorker } from "../supervisor/find.ts";
import { type Heartbeat, readHeartbeat } from "../supervisor/heartbeat.ts";
import { backoffPath, MAX_BACKOFF_BYTES, parseBackoff, type StartBackoff } from "../supervisor/start-backoff.ts";
import { type Account, readAccount } from "./entry-accounting.ts";
import { type HookLog, readHookLog } from "./hook-log.ts";
import { type InstalledHook, installedHooks } from "./installed-hooks.ts";

/** The subject of the checks. */
export interface ViewOptions {
  /** The `.hive-mind` directory. */
  readonly root: string;
  /** The project whose agents call hive; left out to check only a queue and its store. */
  readonly project?: ProjectPaths | undefined;
  /** True to check only the project's agent. @default false */
  readonly isOneAgent?: boolean;
  readonly config: Config;
  readonly nowMs: number;
  /** @default the process's */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** The directory that agents are started in. @default the project */
  readonly cwd?: string | undefined;
  /** The settings files that may name hive. @default all */
  readonly scopes?: readonly Scope[] | undefined;
  /** The directory of the machine's policies for Claude Code. @default the platform's */
  readonly policies?: string | undefined;
  /** True to look at all files. @default false */
  readonly isDeep?: boolean;
  /** True to try the installed hooks as far as the database, not the queue alone. @default isDeep */
  readonly triesWorker?: boolean;
}

/** Facts from the store. If `error` gives a reason, it cannot be read, and nothing is known of applied entries. */
export interface StoreView {
  readonly account: Account | null;
  readonly agents: readonly AgentCalls[];
  /** The outbox rows that are not in the archive yet; null if not known. */
  readonly waiting: Waiting | null;
  readonly error: string | null;
  /** Advice on the error, if there is any. */
  readonly advice?: string | undefined;
}

const HOUR_MS = 3_600_000;
/** The account covers the entries of the last day. */
const DAY_MS = 24 * HOUR_MS;

function forAllAgents(project: ProjectPaths): ProjectPaths[] {
  const others = AGENTS.filter(({ name }) => name !== project.agent.name);
  return [project, ...others.map((agent) => findProjectPaths(project.project, project.env, agent))];
}

/** A project at one moment. Each value is read once, at first use, so that checks agree with one another. */
export class ProjectView {
  readonly root: string;
  readonly project: ProjectPaths | undefined;
  /** The paths of the project for each agent that may call hive. */
  readonly projects: readonly ProjectPaths[];
  readonly paths: QueuePaths;
  readonly config: Config;
  readonly nowMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly scopes: readonly Scope[];
  readonly policies: string | undefined;
  readonly isDeep: boolean;
  readonly triesWorker: boolean;
  readonly isQueueMade: boolean;

  constructor(options: ViewOptions) {
    const { root, project, config, nowMs, env = process.env, cwd, scopes = SCOPES, policies } = options;
    const { isDeep = false, isOneAgent = false, triesWorker = isDeep } = options;
    this.root = root;
    this.project = project === undefined ? undefined : { ...project, root };
    this.projects = this.project === undefined ? [] : isOneAgent ? [this.project] : forAllAgents(this.project);
    this.paths = queuePaths(root);
    this.config = config;
    this.nowMs = nowMs;
    this.env = env;
    this.cwd = cwd ?? project?.project ?? root;
    this.scopes = scopes;
    this.policies = policies;
    this.isDeep = isDeep;
    this.triesWorker = triesWorker;
    this.isQueueMade = isQueueMade(this.paths);
  }

  /** The live workers. */
  readonly workers: () => readonly LiveWorker[] = once(() => findWorkers(this.paths));
  readonly heartbeats = (): Heartbeat[] => this.workers().flatMap(({ heartbeat }) => heartbeat ?? []);
  /** The heartbeat of a live worker, else of the one that ran last; null if none was written. */
  readonly lastHeartbeat: () => Heartbeat | null = once(() => this.heartbeats()[0] ?? readHeartbeat(this.paths));
  readonly depth: () => Depth = once(() => measureDepth(this.paths, this.nowMs));
  /** The starts of a worker that did not last; null without any. */
  readonly starts: () => StartBackoff | null = once(() => {
    const backoff = parseBackoff(readRegular(backoffPath(this.paths), MAX_BACKOFF_BYTES));
    return backoff === null || backoff.starts === 0 ? null : backoff;
  });
  /** Reads the whole database. */
  readonly integrity: () => Promise<StoreHealth> = once(async () =>
    (await import("../store/sqlite/health.ts")).readStoreHealth(this.root),
  );
  /** The hooks that agents call, in order of precedence; none without a project. */
  readonly installedHooks: () => readonly InstalledHook[] = once(() =>
    this.projects.flatMap((project) => installedHooks(project, this.scopes, this.policies)),
  );
  readonly hookLog: () => HookLog = once(() => readHookLog(this.root, this.env, this.nowMs));
  readonly store: () => Promise<StoreView> = once(() => this.#readStore());

  async #readStore(): Promise<StoreView> {
    if (this.isDeep) {
      // A broken database is opened only for the integrity check: its log may be the only intact part.
      const health = await this.integrity();
      if (health.kind === "malformed" || health.kind === "unreadable") return unread(health.reason);
    }
    try {
      using reader = await StatusReader.open(this.root);
      const sinceMs = this.nowMs - Math.min(DAY_MS, this.config.ledgerRetentionHours * HOUR_MS);
      const account = this.isQueueMade ? await readAccount(this.paths, reader, this.nowMs, sinceMs) : null;
      return { account, agents: reader?.agents() ?? [], waiting: reader?.waiting() ?? null, error: null };
    } catch (error) {
      const code = errorCode(error) ?? "";
      if (!isStoreUnavailable(error) && code !== "HIVE_MIGRATION" && !code.startsWith("SQLITE_")) throw error;
      return unread(errorMessage(error), error instanceof HiveError ? error.hint : undefined);
    }
  }
}

const unread = (error: string, advice?: string): StoreView => ({
  account: null,
  agents: [],
  waiting: null,
  error,
  advice,
});

function once<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => (known ??= { value: read() }).value;
}
