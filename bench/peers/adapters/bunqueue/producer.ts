import { Queue } from "bunqueue/client";
import type { Producer } from "../../adapter.ts";
import type { LogRow } from "../../effect.ts";
import { connection, QUEUE } from "./connection.ts";

/** Without it a job may be only in the server's memory for 10 ms, and a crash would lose it. */
const DURABLE = { durable: true };

export function openProducer(directory: string): Producer {
  const queue = new Queue<LogRow>(QUEUE, { connection: connection(directory) });
  return {
    connect: () => queue.waitUntilReady(),
    enqueue: (row) => queue.add("log", row, DURABLE),
    enqueueMany: (rows) => queue.addBulk(rows.map((data) => ({ name: "log", data, opts: DURABLE }))),
  };
}
