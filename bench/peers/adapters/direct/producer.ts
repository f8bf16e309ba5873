import type { Producer } from "../../adapter.ts";
import { openHandler } from "../../effect.ts";

/** There is no queue: the row is written at once. */
export function openProducer(directory: string): Producer {
  const apply = openHandler(directory);
  return { enqueue: (row) => apply([row]), enqueueMany: apply };
}
