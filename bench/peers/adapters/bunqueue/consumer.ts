import { Worker } from "bunqueue/client";
import { type LogRow, openHandler } from "../../effect.ts";
import { connection, QUEUE } from "./connection.ts";

/** The lease needs no setting: the server takes back what a lost connection had. */
export function consume(directory: string, _leaseMs: number | null, onReady: () => void): void {
  const apply = openHandler(directory);
  const worker = new Worker<LogRow>(
    QUEUE,
    (job) => {
      apply((job.getBatch?.() ?? [job]).map(({ data }) => data));
      return Promise.resolve();
    },
    { connection: connection(directory), batch: { size: 100 }, pollTimeout: 5000 },
  );
  worker.on("error", (error) => void process.stderr.write(`${error.message}\n`));
  worker.once("ready", onReady);
}
