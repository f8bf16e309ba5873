import { mkdirSync, rmSync } from "node:fs";
import { errorMessage } from "../base/errors.ts";
import type { QueuePaths } from "../queue/layout.ts";
import { DoorbellSource } from "../wake/doorbell.ts";
import type { ProvableSource } from "../wake/source.ts";
import { WatchSource } from "../wake/watch.ts";
import { type Check, together, warning } from "./finding.ts";

const TIMEOUT_MS = 1000;

/** Begins the name of what the doctor makes in `.tmp/`, beside `pending/`, where no worker looks. */
export const DOCTOR_PREFIX = "doctor-";

/** A directory of the doctor's own on the queue's file system. Remove it after use. */
export function makeScratch({ tmp }: QueuePaths): string {
  const path = `${tmp}/${DOCTOR_PREFIX}${Bun.randomUUIDv7()}`;
  mkdirSync(path, { mode: 0o700 });
  return path;
}

/** The sources prove themselves as they do in a worker, on the same file system. */
export const eventsCheck: Check = {
  name: "events",
  needsQueue: true,
  run: async ({ paths }) => {
    const scratch = makeScratch(paths);
    try {
      const watch = await silence(new WatchSource(scratch));
      const doorbell = await silence(new DoorbellSource(`${scratch}/doorbell`));
      const faults = [];
      if (watch !== null) {
        faults.push(
          warning(`fs.watch: ${watch}: a worker polls here, which costs CPU and time`, {
            remedy: "see the lines on watches and file system",
          }),
        );
      }
      if (doorbell !== null) {
        faults.push(
          warning(`doorbell: ${doorbell}: hive's own entries are not announced`, {
            remedy: "is mkfifo there, and does the file system know FIFOs?",
          }),
        );
      }
      return together(faults, "a probe came through fs.watch and through a FIFO");
    } finally {
      rmSync(scratch, { recursive: true, force: true });
    }
  },
};

/** @returns why no event arrives; null when one does */
async function silence(source: ProvableSource): Promise<string | null> {
  try {
    source.start(() => undefined);
    return (await source.prove(TIMEOUT_MS)) ? null : `no event arrives within ${TIMEOUT_MS} ms`;
  } catch (error) {
    return errorMessage(error);
  } finally {
    source.stop();
  }
}
