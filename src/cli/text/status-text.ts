import { count, size } from "../../base/text/words.ts";
import type { Account } from "../../doctor/entry-accounting.ts";
import { lacksText, type SnapshotsStatus } from "../../doctor/checks/undo.ts";
import type { Status } from "../../doctor/status.ts";
import type { AgentCalls } from "../../store/sqlite/read/status-reader.ts";
import { findingLines } from "./doctor-text.ts";
import type { Io } from "../io.ts";
import { duration, printable } from "./render.ts";
import { relativeTime, width, wrapped } from "./terminal.ts";

const INDENT = " ".repeat(12);

export function renderStatus(status: Status, io: Io, nowMs: number): string {
  const { heartbeat, depth, account, workers, findings } = status;
  const line = (name: string, value: string): string =>
    wrapped(printable(value), width(io) - INDENT.length)
      .map((part, index) => (index === 0 ? name.padEnd(INDENT.length) : INDENT) + part)
      .join("\n");
  const lines = [line("root", status.root)];
  if (status.hooks !== null) lines.push(line("hooks", hooksText(status, nowMs)));
  lines.push(line("worker", workerText(status)));
  if (heartbeat !== null && heartbeat.duplicates > 0) {
    lines.push(line("duplicates", `${count(heartbeat.duplicates, "entry", "entries")} came twice, and counted once`));
  }
  if (heartbeat !== null && workers.length > 0) {
    const { watch, doorbell, missed_wakes: missed, wakes } = heartbeat;
    const sources = Object.entries(wakes).filter(([, n]) => n > 0);
    const counts = sources.map(([source, n]) => `${source} ${n}`).join(", ") || "none yet";
    lines.push(line("wakes", `watch ${watch}, doorbell ${doorbell}; ${counts}`));
    lines.push(line("event loss", `${missed} ${missed === 1 ? "entry" : "entries"} found only by the backstop`));
  }
  const oldest = depth.oldestAgeMs === null ? "" : `, oldest ${duration(depth.oldestAgeMs)}`;
  lines.push(
    line("depth", `pending ${depth.pending}, processing ${depth.processing}, failed ${depth.failed}${oldest}`),
  );
  if (heartbeat?.latency) {
    const { p50Ms, p99Ms, n } = heartbeat.latency;
    lines.push(line("latency", `enqueue to commit p50 ${duration(p50Ms)}, p99 ${duration(p99Ms)} (last ${n})`));
  }
  if (heartbeat !== null && heartbeat.throughput_per_second !== null) {
    lines.push(line("throughput", `${heartbeat.throughput_per_second} entries/s while busy`));
  }
  lines.push(line("last 24 h", account === null ? "not known" : accountText(account)));
  if (status.agents.length > 0) lines.push(line("agents", status.agents.map(agentText).join(", ")));
  if (status.snapshots !== null) lines.push(line("snapshots", snapshotsText(status.snapshots, nowMs)));
  for (const id of account?.missing.slice(0, 10) ?? []) lines.push(line("missing", id));
  lines.push(...findings.filter(({ level }) => level !== "ok").flatMap((finding) => findingLines(finding, io)));
  if (status.isHealthy) lines.push(line("health", "ok"));
  return `${lines.join("\n")}\n`;
}

/** The settings that call hive, and the time of the last call. */
function hooksText({ hooks, lastCallAt }: Status, nowMs: number): string {
  const last = lastCallAt === null ? "no call yet" : `last call ${relativeTime(Date.parse(lastCallAt), nowMs)}`;
  const told = (hooks ?? []).map(
    ({ agent, where }) => `${agent} (${where === "plugin" ? where : `${where} settings`})`,
  );
  return `${told.length === 0 ? "none installed" : told.join(", ")}; ${last}`;
}

function snapshotsText(snapshots: SnapshotsStatus, nowMs: number): string {
  if (snapshots.why !== null) return `no files are kept: ${snapshots.why}`;
  const { since, bytes, limitBytes, notKept } = snapshots;
  const lacks = lacksText(notKept);
  const kept = `${snapshots.snapshots} since ${relativeTime(Date.parse(since ?? ""), nowMs)}, ${size(bytes)} of ${size(limitBytes)}`;
  return lacks === "" ? kept : `${kept}; not kept: ${lacks}`;
}

const agentText = ({ agent, sessions, calls }: AgentCalls): string =>
  `${agentName(agent)} ${count(calls, "call")} in ${count(sessions, "session")}`;

/** An older hive noted no agent, and some payloads name none. */
const agentName = (agent: string | null): string => (agent === null || agent === "unknown" ? "unknown agent" : agent);

const accountText = ({ enqueued, applied, pending, failed, missing }: Account): string =>
  `enqueued ${enqueued} = applied ${applied} + pending ${pending} + failed ${failed} + missing ${missing.length}`;

function workerText({ workers, heartbeat }: Status): string {
  if (workers.length === 0) return "none runs";
  const ids = workers.map((worker) => worker.id).join(", ");
  if (heartbeat === null) return `${ids}, no heartbeat yet`;
  const { mode, fallback_reason: reason, events_processed: applied, version } = heartbeat;
  const how = reason === null ? `${mode} mode` : `polling, not by choice: ${reason}`;
  return `${ids}, ${how}, ${applied} applied, hive ${version}`;
}
