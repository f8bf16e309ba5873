import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { NewEntry } from "../../../../src/queue/entry.ts";

/** The part of `Queue` that a producer uses. */
export interface TreeQueue {
  enqueue(...entries: NewEntry[]): unknown;
}

/** The queue of a root, by the library of a tree: `src/index.ts` exports it in every version. */
export async function queueOf(tree: string, root: string): Promise<TreeQueue> {
  const library = (await import(join(tree, "src/index.ts"))) as {
    Queue: new (root: string, options: object) => TreeQueue;
  };
  return new library.Queue(root, { maxPending: 1_000_000 });
}

/** The least that a queue of files does: it writes and renames. */
export function bareQueue(root: string): TreeQueue {
  const [tmp, pending] = [`${root}/bare/.tmp`, `${root}/bare/pending`];
  for (const path of [tmp, pending]) mkdirSync(path, { recursive: true, mode: 0o700 });
  return {
    enqueue(...entries) {
      for (const entry of entries) {
        const name = Bun.randomUUIDv7();
        writeFileSync(`${tmp}/${name}`, JSON.stringify({ seq: name, ...entry }), { mode: 0o600, flag: "wx" });
        renameSync(`${tmp}/${name}`, `${pending}/5_${name}.json`);
      }
    },
  };
}
