/** The program of every process that the comparison starts: `child.ts <role> <system> <directory> [argument]` */
import { appendFileSync, writeFileSync } from "node:fs";
import { type ConsumerModule, POLL_INTERVAL_MS, type ProducerModule } from "./adapter.ts";
import { logRow, Watcher } from "./effect.ts";
import { SYSTEMS } from "./systems.ts";

const FILL = 1000;
/** After an error that ended a consumer, as a supervisor would wait. */
const RESTART_MS = 100;
/** The observer's sleep between two looks: it must not take the core that a server needs. */
const LOOK_MS = 0.05;

/** An entry that is not visible by then is lost. */
const LOST_MS = 10_000;

const [role = "", name = "", directory = "", argument = ""] = process.argv.slice(2);
const system = SYSTEMS.find((candidate) => candidate.name === name)!;

const importProducer = (): Promise<ProducerModule> => import(`./adapters/${name}/producer.ts`);
const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split("\n")[0]!;
const codeOf = (error: unknown): string => (error as { code?: string }).code ?? messageOf(error);
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

async function prepare(): Promise<void> {
  await (await importProducer()).prepare?.(directory);
}

async function fill(): Promise<void> {
  const producer = (await importProducer()).openProducer(directory);
  const entries = Number(argument);
  for (let first = 0; first < entries; first += FILL) {
    const count = Math.min(FILL, entries - first);
    await producer.enqueueMany(Array.from({ length: count }, (_, index) => logRow(`fill ${first + index}`)));
  }
}

async function consume(): Promise<void> {
  const { consume: run } = (await import(`./adapters/${name}/consumer.ts`)) as ConsumerModule;
  const leaseMs = argument === "" ? null : Number(argument);
  for (;;) {
    try {
      await run(directory, leaseMs, () => writeFileSync(`${directory}/ready`, String(process.pid)));
      return;
    } catch (error) {
      appendFileSync(`${directory}/consumer-errors`, `${codeOf(error)}\n`);
      await Bun.sleep(RESTART_MS);
    }
  }
}

/**
 * One entry at a time, the next a random pause after a second connection saw the last: without the pause an entry would
 * always come just after a look of what polls, and wait for the whole interval. Says the milliseconds of each.
 */
async function latency(): Promise<void> {
  const [measureMs, warmUpMs] = argument.split(",").map(Number) as [number, number];
  const producer = (await importProducer()).openProducer(directory);
  using watcher = new Watcher(system.effectPath(directory));
  const cell = new Int32Array(new SharedArrayBuffer(4));
  let enqueued = 0;
  const roundTrip = async (): Promise<number> => {
    await Bun.sleep(Math.random() * POLL_INTERVAL_MS);
    const startedMs = performance.now();
    const accepted = producer.enqueue(logRow(`latency ${enqueued}`));
    enqueued += 1;
    while (watcher.last() < enqueued) {
      if (performance.now() - startedMs > LOST_MS)
        throw new Error(`entry ${enqueued} did not come within ${LOST_MS} ms`);
      Atomics.wait(cell, 0, 0, LOOK_MS);
      await new Promise(setImmediate);
    }
    const takenMs = performance.now() - startedMs;
    await accepted;
    return takenMs;
  };
  const repeat = async (limitMs: number): Promise<number[]> => {
    const samples: number[] = [];
    const endMs = performance.now() + limitMs;
    while (performance.now() < endMs) samples.push(await roundTrip());
    return samples;
  };
  await repeat(warmUpMs);
  say({ samples: await repeat(measureMs), enqueued });
}

/** Waits for a line on standard input, enqueues one by one, and says what was accepted and what was refused. */
async function burst(): Promise<void> {
  const [writer, entries] = argument.split(",").map(Number) as [number, number];
  const producer = (await importProducer()).openProducer(directory);
  await producer.connect?.();
  say("ready");
  for await (const _ of Bun.stdin.stream()) break;
  const failures: string[] = [];
  const refused: number[] = [];
  const takenMs: number[] = [];
  for (let index = 0; index < entries; index += 1) {
    const startedMs = performance.now();
    try {
      await producer.enqueue(logRow(`burst ${writer} ${index}`));
    } catch (error) {
      refused.push(index);
      failures.push(codeOf(error));
    }
    takenMs.push(performance.now() - startedMs);
  }
  say({ refused, failures, takenMs });
}

const ROLES: Readonly<Record<string, () => Promise<void>>> = { prepare, fill, consume, latency, burst };

try {
  await ROLES[role]!();
  // A consumer keeps running: timers and connections keep it alive.
  if (role !== "consume") process.exit(0);
} catch (error) {
  process.stderr.write(`${role} ${name}: ${messageOf(error)}\n`);
  process.exit(1);
}
