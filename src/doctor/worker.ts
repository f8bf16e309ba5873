/** The worker as it is seen from outside. */
import { closeSync, constants, lstatSync, openSync, unlinkSync } from "node:fs";
import { errorCode } from "../base/errors.ts";
import { measureDepth } from "../queue/depth.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { VERSION } from "../base/version.ts";
import { findWorkers } from "../supervisor/find.ts";
import { type Heartbeat, readHeartbeat } from "../supervisor/heartbeat.ts";
import { findStuck } from "../supervisor/stuck.ts";
import { type Check, type Diagnosis, FIX, ok, problem, type Subject, together, warning } from "./finding.ts";
import { count, span } from "../base/words.ts";
import type { WorkerFiles } from "./worker-files.ts";

const START = "hive worker start";
const RESTART = "hive worker restart";
/** An idle worker reports every five minutes. */
const SILENT_MS = 660_000;
/** How long a worker that has just begun may take to report. */
const NEW_MS = 30_000;

const alive = ({ workers }: Subject): readonly WorkerFiles[] => workers.filter(({ isAlive }) => isAlive);
const names = (workers: readonly WorkerFiles[]): string => workers.map(({ id }) => id).join(", ");

/** The heartbeats of the workers that live; a new one may have none. */
const heartbeats = (subject: Subject): Heartbeat[] =>
  alive(subject).flatMap(({ id }) => readHeartbeat(subject.paths, id) ?? []);

export const versionCheck: Check = {
  name: "hive",
  needsQueue: false,
  run: (subject) => {
    const others = heartbeats(subject).filter(({ version }) => version !== VERSION);
    if (others.length === 0) return ok(`hive ${VERSION}`);
    return warning(`hive ${VERSION}, and a worker of hive ${others[0]!.version} runs`, { run: RESTART });
  },
};

export const workerCheck: Check = {
  name: "worker",
  needsQueue: true,
  run: (subject) => {
    const workers = alive(subject);
    const { pending } = measureDepth(subject.paths, subject.nowMs);
    if (workers.length === 0) {
      if (pending === 0) return ok("none runs, and nothing waits for one");
      return problem(`none runs, and ${count(pending, "entry waits", "entries wait")}`, { run: START });
    }
    const { paths, nowMs, config } = subject;
    const stuck = findStuck(paths, findWorkers(paths), config.stuckAfterSeconds * 1000, nowMs);
    const faults: Diagnosis[] = stuck.map(({ id }) =>
      problem(`${id} takes no entry although some wait`, { run: "hive worker restart --force" }),
    );
    for (const { fallback_reason: reason, mode, doorbell } of heartbeats(subject)) {
      if (reason !== null) {
        faults.push(warning(`it polls, not by choice: ${reason}`, { remedy: "see the lines on events and watches" }));
      }
      if (mode === "event" && doorbell === "failed") {
        faults.push(warning("it cannot hear the doorbell", { remedy: "see the lines on doorbell and events" }));
      }
    }
    const modes = [...new Set(heartbeats(subject).map(({ mode }) => `${mode} mode`))];
    return together(faults, [`${names(workers)} ${workers.length === 1 ? "runs" : "run"}`, ...modes].join(", "));
  },
};

export const heartbeatCheck: Check = {
  name: "heartbeat",
  needsQueue: true,
  run: (subject) => {
    const { paths, nowMs } = subject;
    const workers = alive(subject);
    if (workers.length === 0) return lastWord(readHeartbeat(paths), nowMs);
    const faults: Diagnosis[] = [];
    const ages: string[] = [];
    for (const { id } of workers) {
      const heartbeat = readHeartbeat(paths, id);
      const ageMs = heartbeat === null ? lockAgeMs(paths, id, nowMs) : nowMs - Date.parse(heartbeat.timestamp);
      if (heartbeat !== null) ages.push(`${span(Math.max(0, ageMs))} old`);
      const longestMs = heartbeat === null ? NEW_MS : SILENT_MS;
      if (!(ageMs <= longestMs)) {
        faults.push(problem(`${id} lives and has said nothing for ${span(ageMs)}`, { run: RESTART }));
      }
      if (heartbeat !== null && heartbeat.store_error !== null) {
        faults.push(
          problem(`the store cannot be written: ${heartbeat.store_error}`, {
            remedy: "see the lines on database and disk; the worker tries again by itself",
          }),
        );
      }
    }
    return together(faults, ages.length === 0 ? "none yet: the worker has just begun" : ages.join(", "));
  },
};

const lockAgeMs = (paths: QueuePaths, id: string, nowMs: number): number =>
  nowMs - (lstatSync(`${paths.workers}/${id}.lock`, { throwIfNoEntry: false })?.mtimeMs ?? nowMs);

function lastWord(heartbeat: Heartbeat | null, nowMs: number): Diagnosis {
  if (heartbeat === null) return ok("none: no worker has run here");
  const age = span(Math.max(0, nowMs - Date.parse(heartbeat.timestamp)));
  if (heartbeat.stopped_at !== null) return ok(`the last worker ended in order ${age} ago`);
  return ok(`the last worker was killed; it was last heard ${age} ago, and the next takes over what it had`);
}

export const doorbellCheck: Check = {
  name: "doorbell",
  needsQueue: true,
  run: (subject) => {
    const { doorbell: path } = subject.paths;
    const hasWorker = heartbeats(subject).some(({ mode, doorbell }) => mode === "event" && doorbell !== "off");
    const stat = lstatSync(path, { throwIfNoEntry: false });
    // The worker looks after it at each backstop.
    const soon = `the worker makes it again within ${span(subject.config.backstopIntervalMs)}`;
    if (stat === undefined) {
      if (hasWorker) return warning("it is gone", { remedy: soon });
      return ok("none yet: a worker makes it");
    }
    if (!stat.isFIFO()) {
      if (hasWorker) return warning(`${path} is no FIFO`, { remedy: soon });
      return warning(`${path} is no FIFO: nothing announces an entry through it`, {
        run: FIX,
        remedy: "that removes it; a worker makes the FIFO",
        mend: () => {
          if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === true) unlinkSync(path);
          return `removed ${path}`;
        },
      });
    }
    const isHeard = listens(path);
    if (isHeard) return ok("a worker listens");
    if (!hasWorker) return ok("nobody listens, since no worker runs");
    return problem("a worker runs and does not listen", { run: RESTART });
  },
};

/** Opening a FIFO for writing tells whether anybody reads it. It is not rung. */
function listens(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW));
    return true;
  } catch (error) {
    if (errorCode(error) === "ENXIO") return false;
    throw error;
  }
}
