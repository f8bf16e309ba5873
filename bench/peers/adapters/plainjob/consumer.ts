import { defineWorker } from "plainjob";
import { POLL_INTERVAL_MS } from "../../adapter.ts";
import { type LogRow, openHandler } from "../../effect.ts";
import { openQueue, SILENT, TYPE } from "./queue.ts";

export function consume(directory: string, leaseMs: number | null, onReady: () => void): Promise<void> {
  const apply = openHandler(directory);
  const worker = defineWorker(TYPE, ({ data }) => Promise.resolve(apply([JSON.parse(data) as LogRow])), {
    queue: openQueue(directory, leaseMs),
    logger: SILENT,
    pollIntervall: POLL_INTERVAL_MS,
  });
  onReady();
  return worker.start();
}
