import { isPaused } from "../../base/config/pause.ts";
import { errorCode } from "../../base/errors.ts";
import { readStatus, type Status } from "../../doctor/status.ts";
import { readConfigFiles } from "../../origin/config-files.ts";
import type { Heartbeat } from "../../supervisor/heartbeat.ts";
import type { Finding, Now, Project, Queue, Sample, SessionLine, Worker } from "../page/data.ts";
import type { KnownProject } from "../projects.ts";
import type { SessionLines } from "./session-lines.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * The present state of all projects. An unreadable project is reported as a finding.
 * @param others sessions at work in projects that the archive alone knows
 */
export async function readNow(
  projects: readonly KnownProject[],
  lines: SessionLines,
  others: readonly SessionLine[],
  samples: readonly Sample[],
  env: Env,
  nowMs: number,
): Promise<Now> {
  const parts = await Promise.all(projects.map((project) => readProject(project, lines, env, nowMs)));
  const sessions = [...parts.flatMap((part) => part.sessions), ...others];
  return {
    atMs: nowMs,
    projects: projects.map(toProject),
    sessions: sessions.toSorted((a, b) => (b.lastSeenMs ?? 0) - (a.lastSeenMs ?? 0)),
    queues: parts.map(({ queue }) => queue),
    findings: parts.flatMap(({ findings }) => findings),
    isPaused: parts.some((part) => part.isPaused),
    samples,
  };
}

const toProject = ({ id, name, path }: KnownProject): Project => ({ id, name, path });

async function readProject(project: KnownProject, lines: SessionLines, env: Env, nowMs: number) {
  const { id, root } = project;
  const { config } = readConfigFiles(root, {}, env);
  const status = await readStatus(root, nowMs, config, { env });
  return {
    sessions: await lines.active(project, nowMs).catch(noneIfUnreadable),
    queue: queueOf(id, status, nowMs),
    findings: status.findings
      .filter(({ level }) => level === "problem" || level === "warning")
      .map((finding): Finding => ({
        project: id,
        level: finding.level === "problem" ? "problem" : "warning",
        text: finding.found,
        advice: finding.advice ?? null,
      })),
    isPaused: isPaused(config, nowMs),
  };
}

/** A finding says why the store cannot be read. */
function noneIfUnreadable(error: unknown): [] {
  if (["HIVE_STORE_UNAVAILABLE", "HIVE_MIGRATION"].includes(errorCode(error) ?? "")) return [];
  throw error;
}

function queueOf(project: string, { depth, heartbeat, workers }: Status, nowMs: number): Queue {
  const { pending, processing, failed, oldestAgeMs } = depth;
  return {
    project,
    pending,
    processing,
    failed,
    oldestMs: oldestAgeMs === null ? null : nowMs - oldestAgeMs,
    worker: heartbeat === null ? null : workerOf(heartbeat, workers.length > 0),
  };
}

const workerOf = (heartbeat: Heartbeat, isAlive: boolean): Worker => ({
  isAlive,
  mode: heartbeat.mode,
  version: heartbeat.version,
  startedMs: Date.parse(heartbeat.started_at) || null,
  applied: heartbeat.events_processed,
  failed: heartbeat.failed,
  missedWakes: heartbeat.missed_wakes,
  wakes: heartbeat.wakes,
  p50Ms: heartbeat.latency?.p50Ms ?? null,
  p99Ms: heartbeat.latency?.p99Ms ?? null,
  throughput: heartbeat.throughput_per_second,
});
