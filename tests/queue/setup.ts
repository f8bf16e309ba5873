import { lstatSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { Queue, type QueueOptions } from "../../src/queue/queue.ts";
import { FakeClock } from "../support/fake-clock.ts";
import { tempDir } from "../support/temp-dir.ts";

export const ERROR = { code: "HIVE_STORE_UNAVAILABLE", message: "no" };

/** A queue with worker `w`, a fake clock and a directory of its own. */
export function openQueue(options: QueueOptions = {}) {
  const dir = tempDir();
  const clock = new FakeClock();
  const queue = new Queue(dir.root, { worker: "w", clock, ...options });
  return { queue, clock, root: dir.root, dir, [Symbol.dispose]: () => dir[Symbol.dispose]() };
}

export type OpenQueue = ReturnType<typeof openQueue>;

/** Writes an entry as another program would: `printf > .tmp/x && mv`. @returns its identity */
export function foreignWrite(queue: Queue, name: string, content: unknown = { operation: "o", payload: 1 }): string {
  const temporary = `${queue.paths.tmp}/foreign-${process.pid}`;
  writeFileSync(temporary, typeof content === "string" ? content : JSON.stringify(content));
  // Before the rename: a worker may have it right after.
  const stat = lstatSync(temporary);
  const id = `file:${stat.ino}:${stat.mtimeMs}:${Bun.hash(readFileSync(temporary)).toString(16)}`;
  renameSync(temporary, `${queue.paths.pending}/${name}`);
  return id;
}

/** The names in each state. */
export function states(queue: Queue) {
  return {
    pending: readdirSync(queue.paths.pending).toSorted(),
    claimed: readdirSync(queue.paths.processing, { recursive: true })
      .map(String)
      .filter((it) => it.endsWith(".json")),
    failed: queue.deadLetters.names(),
  };
}
