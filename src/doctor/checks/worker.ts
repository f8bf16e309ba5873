/** The worker as seen from outside. */
import { lstatSync } from "node:fs";
import { VERSION } from "../../base/version.ts";
import { count, span } from "../../base/text/words.ts";
import type { QueuePaths } from "../../queue/layout.ts";
import type { Heartbeat } from "../../supervisor/heartbeat.ts";
import { findStuck } from "../../supervisor/stuck.ts";
import { type CheckResult, type HealthCheck, ok, problem, together, warning } from "../check.ts";
import type { ProjectView } from "../project-view.ts";

const START = "hive worker start";
const RESTART = "hive worker restart";
/** An idle worker reports every five minutes. */
const SILENT_MS = 660_000;
/** A new worker may take this long to report. */
const NEW_MS = 30_000;
/** A worker does not last if it was started this often and none runs. */
const MANY_STARTS = 3;

export const versionCheck: HealthCheck = {
  code: "version",
  groups: ["fast"],
  needs: "nothing",
  run: (view) => {
    const others = view.isQueueMade ? view.heartbeats().filter(({ version }) => version !== VERSION) : [];
    if (others.length === 0) return ok(`hive ${VERSION}`);
    return warning(`hive ${VERSION}, and a worker of hive ${others[0]!.version} runs`, { run: RESTART });
  },
};

export const workerCheck: HealthCheck = {
  code: "worker",
  groups: ["fast"],
  needs: "queue",
  run: (view) => {
    const workers = view.workers();
    if (workers.length === 0) return none(view);
    const { paths, nowMs, config } = view;
    const stuck = findStuck(paths, workers, config.stuckAfterSeconds * 1000, nowMs);
    const faults: CheckResult[] = stuck.map(({ id }) =>
      problem(`${id} takes no entry although some wait`, { run: "hive worker restart --force" }),
    );
    for (const { fallback_reason: reason, mode, doorbell } of view.heartbeats()) {
      if (reason !== null) {
        faults.push(
          warning(`it polls, not by choice: ${reason}`, {
            run: "hive doctor",
            advice: "see its lines on events and watches",
          }),
        );
      }
      if (mode === "event" && doorbell === "failed") {
        faults.push(
          warning("it cannot hear the doorbell", {
            run: "hive doctor",
            advice: "see its lines on doorbell and events",
          }),
        );
      }
    }
    const names = workers.map(({ id }) => id).join(", ");
    const modes = [...new Set(view.heartbeats().map(({ mode }) => `${mode} mode`))];
    return together(faults, [`${names} ${workers.length === 1 ? "runs" : "run"}`, ...modes].join(", "));
  },
};

function none(view: ProjectView): CheckResult {
  const starts = view.starts();
  const { pending } = view.depth();
  const waiting = count(pending, "entry waits", "entries wait");
  if (starts !== null && starts.starts >= MANY_STARTS) {
    const leftS = Math.ceil((starts.untilMs - view.nowMs) / 1000);
    const again = leftS > 0 ? `; none is started for ${leftS} s` : "";
    const also = pending === 0 ? "" : `, and ${waiting}`;
    return problem(`it was started ${starts.starts} times and did not last${again}${also}`, {
      run: "hive worker logs",
    });
  }
  if (pending === 0) return ok("none runs, and nothing waits for one");
  return problem(`none runs, and ${waiting}`, { run: START });
}

export const heartbeatCheck: HealthCheck = {
  code: "heartbeat",
  groups: ["fast"],
  needs: "queue",
  run: (view) => {
    const { paths, nowMs } = view;
    const workers = view.workers();
    if (workers.length === 0) return lastWord(view.lastHeartbeat(), nowMs);
    const faults: CheckResult[] = [];
    const ages: string[] = [];
    for (const { id, heartbeat } of workers) {
      const ageMs = heartbeat === null ? lockAgeMs(paths, id, nowMs) : nowMs - Date.parse(heartbeat.timestamp);
      if (heartbeat !== null) ages.push(`${span(Math.max(0, ageMs))} old`);
      const longestMs = heartbeat === null ? NEW_MS : SILENT_MS;
      if (!(ageMs <= longestMs)) {
        faults.push(problem(`${id} lives and has said nothing for ${span(ageMs)}`, { run: RESTART }));
      }
      faults.push(...outages(heartbeat));
    }
    return together(faults, ages.length === 0 ? "none yet: the worker has just begun" : ages.join(", "));
  },
};

/** Failures that the worker retries. */
function outages(heartbeat: Heartbeat | null): CheckResult[] {
  const faults: CheckResult[] = [];
  const advice = "the worker tries again by itself; hive doctor says more of database and disk";
  if (heartbeat === null) return faults;
  if (heartbeat.store_error !== null) {
    faults.push(problem(`the store cannot be written: ${heartbeat.store_error}`, { advice }));
  }
  if (heartbeat.queue_error !== null) {
    faults.push(problem(`the queue cannot be read or written: ${heartbeat.queue_error}`, { advice }));
  }
  return faults;
}

const lockAgeMs = (paths: QueuePaths, id: string, nowMs: number): number =>
  nowMs - (lstatSync(`${paths.workers}/${id}.lock`, { throwIfNoEntry: false })?.mtimeMs ?? nowMs);

function lastWord(heartbeat: Heartbeat | null, nowMs: number): CheckResult {
  if (heartbeat === null) return ok("none: no worker has run here");
  const age = span(Math.max(0, nowMs - Date.parse(heartbeat.timestamp)));
  if (heartbeat.stopped_at !== null) return ok(`the last worker ended in order ${age} ago`);
  return ok(`the last worker was killed; it was last heard ${age} ago, and the next takes over what it had`);
}
