import type { Producer } from "../../adapter.ts";
import { openQueue, TYPE } from "./queue.ts";

export function openProducer(directory: string): Producer {
  const queue = openQueue(directory);
  return {
    enqueue: (row) => void queue.add(TYPE, row),
    enqueueMany: (rows) => void queue.addMany(TYPE, [...rows]),
  };
}
