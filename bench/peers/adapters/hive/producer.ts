import { mkdirSync } from "node:fs";
import { type NewEntry, Queue, Store } from "../../../../src/index.ts";
import type { Producer } from "../../adapter.ts";
import type { LogRow } from "../../effect.ts";

const entry = (row: LogRow): NewEntry => ({ operation: "insert_log", payload: { ...row, atMs: Date.now() } });

/** Makes the tables, so that one may watch them before the first entry. */
export async function prepare(directory: string): Promise<void> {
  mkdirSync(`${directory}/.hive-mind`, { mode: 0o700 });
  (await Store.open(`${directory}/.hive-mind`)).close();
}

export function openProducer(directory: string): Producer {
  const queue = new Queue(`${directory}/.hive-mind`);
  return {
    enqueue: (row) => void queue.enqueue(entry(row)),
    enqueueMany: (rows) => void queue.enqueue(...rows.map(entry)),
  };
}
