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
