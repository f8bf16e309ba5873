import { buildDBClient } from "liteque";
import type { Producer } from "../../adapter.ts";
import { databasePath, queueOf } from "./queue.ts";

export function prepare(directory: string): void {
  buildDBClient(databasePath(directory), { runMigrations: true });
}

export function openProducer(directory: string): Producer {
  const queue = queueOf(buildDBClient(databasePath(directory)));
  return {
    enqueue: (row) => queue.enqueue(row),
    // It has no way to enqueue many at once.
    enqueueMany: async (rows) => {
      for (const row of rows) await queue.enqueue(row);
    },
  };
}
