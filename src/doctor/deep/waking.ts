/** Checks whether entries are announced, by the watcher and by the doorbell. */
import { closeSync, constants, lstatSync, mkdirSync, openSync, rmSync, unlinkSync } from "node:fs";
import { errorCode, errorMessage } from "../../base/errors.ts";
import type { QueuePaths } from "../../queue/layout.ts";
import { DoorbellSource } from "../../wake/doorbell.ts";
import type { ProvableSource } from "../../wake/source.ts";
import { WatchSource } from "../../wake/watch.ts";
import { FIX, type HealthCheck, ok, problem, together, warning } from "../check.ts";
import { span } from "../../base/text/words.ts";

const TIMEOUT_MS = 1000;

/** The prefix of the doctor's own names in `.tmp/`, beside `pending/`, where no worker looks. */
export const DOCTOR_PREFIX = "doctor-";

/** A directory of the doctor's own on the queue's file system. Remove it after use. */
export function makeScratch({ tmp }: QueuePaths): string {
  const path = `${tmp}/${DOCTOR_PREFIX}${Bun.randomUUIDv7()}`;
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/** Proves the sources of events as a worker does, on the same file system. */
export const eventsCheck: HealthCheck = {
  code: "events",
  groups: ["deep"],
  needs: "queue",
  run: async ({ paths }) => {
    const scratch = makeScratch(paths);
    try {
      const watch = await noEventReason(new WatchSource(scratch));
      const doorbell = await noEventReason(new DoorbellSource(`${scratch}/doorbell`));
      const faults = [];
      if (watch !== null) {
        faults.push(
          warning(`fs.watch: ${watch}: a worker polls here, which costs CPU and time`, {
            advice: "see the lines on watches and file-system",
          }),
        );
      }
      if (doorbell !== null) {
        faults.push(
          warning(`doorbell: ${doorbell}: hive's own entries are not announced`, {
            advice: "is mkfifo there, and does the file system know FIFOs?",
          }),
        );
      }
      return together(faults, "a probe came through fs.watch and through a FIFO");
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};

/** @returns why no event arrives; null if one does */
async function noEventReason(source: ProvableSource): Promise<string | null> {
  try {
    source.start(() => undefined);
    return (await source.prove(TIMEOUT_MS)) ? null : `no event arrives within ${TIMEOUT_MS} ms`;
  } catch (error) {
    return errorMessage(error);
  } finally {
    source.stop();
  }
}

const RESTART = "hive worker restart";

export const doorbellCheck: HealthCheck = {
  code: "doorbell",
  groups: ["deep"],
  needs: "queue",
  run: (view) => {
    const { doorbell: path } = view.paths;
    const hasWorker = view.heartbeats().some(({ mode, doorbell }) => mode === "event" && doorbell !== "off");
    const stat = lstatSync(path, { throwIfNoEntry: false });
    // The worker checks it at each backstop.
    const soon = `the worker makes it again within ${span(view.config.backstopIntervalMs)}`;
    if (stat === undefined) {
      if (hasWorker) return warning("it is gone", { advice: soon });
      return ok("none yet: a worker makes it");
    }
    if (!stat.isFIFO()) {
      if (hasWorker) return warning(`${path} is no FIFO`, { advice: soon });
      return warning(`${path} is no FIFO: nothing announces an entry through it`, {
        run: FIX,
        advice: "that removes it; a worker makes the FIFO",
        fix: () => {
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

/** Opening a FIFO for writing shows whether a process reads it. This does not ring it. */
function listens(path: string): boolean {
  try {
    closeSync(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW));
    return true;
  } catch (error) {
    if (errorCode(error) === "ENXIO") return false;
    throw error;
  }
}
