import type { ProducerModule } from "./adapter.ts";
import { logRow } from "./effect.ts";

/** Enqueues one entry and ends, as a hook does. It does not wait for connections to close: that only costs it time. */
export async function enqueueOne(openProducer: ProducerModule["openProducer"]): Promise<void> {
  const [directory, message] = process.argv.slice(2);
  await openProducer(directory!).enqueue(logRow(message!));
  process.exit(0);
}
