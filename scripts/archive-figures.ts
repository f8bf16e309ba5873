/**
 * Figures of the archive (`bun scripts/archive-figures.ts [messages]`, some minutes): search in 300,000 messages, drain with and
 * without the outbox, and enqueue → committed while the archive is filled, held, or shared by eight workers. Ratios within
 * one run count; it uses temporary directories of its own.
 */
import { Database } from "bun:sqlite";
import { mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { observations } from "../bench/load/observations.ts";
import { Queue } from "../src/queue/queue.ts";
import { Archive } from "../src/recall/archive/archive.ts";
import { EVERYTHING } from "../src/recall/archive/scope.ts";
import type { StoreEntry } from "../src/store/port.ts";
import { Store } from "../src/store/sqlite/store.ts";
import { commonWord, fillArchive, rareWord } from "./archive/fill.ts";

const MAIN = resolve(import.meta.dir, "../src/cli/main.ts");
const MESSAGES = Number(process.argv[2] ?? 300_000);
const directory = mkdtempSync(join(tmpdir(), "hive-archive-"));
const env = { ...process.env, XDG_DATA_HOME: join(directory, "data"), XDG_CONFIG_HOME: join(directory, "config") };
process.env["XDG_DATA_HOME"] = env.XDG_DATA_HOME;
process.env["XDG_CONFIG_HOME"] = env.XDG_CONFIG_HOME;
const path = join(env.XDG_DATA_HOME, "hive/archive.db");

/** Runs of one search. */
const REPEATS = 5;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
const percentiles = (samples: readonly number[]): string => {
  const sorted = samples.toSorted((a, b) => a - b);
  return `p50 ${at(sorted, 0.5).toFixed(2)} ms, p99 ${at(sorted, 0.99).toFixed(2)} ms (n ${sorted.length})`;
};

function fill(): void {
  const startMs = performance.now();
  fillArchive({ path, messages: MESSAGES, sessions: 50_000 });
  const seconds = (performance.now() - startMs) / 1000;
  say(
    `filled: ${MESSAGES} messages, ${Math.round(MESSAGES / seconds)}/s, ${Math.round(statSync(path).size / 1024 ** 2)} MiB`,
  );
}

/** Each search is the best of some, since other programs take the processor from it. */
const timed = (search: () => void): number =>
  Math.min(
    ...Array.from({ length: REPEATS }, () => {
      const startMs = performance.now();
      search();
      return performance.now() - startMs;
    }),
  );

const two = (): string => `${rareWord()} ${commonWord()}`;

function search(): void {
  using archive = Archive.open(env, EVERYTHING)!;
  const samples = (words: () => string, n: number): number[] =>
    Array.from({ length: n }, () => {
      const text = words();
      return timed(() => archive.search(text, {}, 10));
    });
  using db = new Database(path, { readonly: true });
  const match = db.query("SELECT count(*) FROM search WHERE search MATCH ?");
  const floor = Array.from({ length: 500 }, () => {
    const words = two();
    return timed(() => match.get(words));
  });
  say(`floor, two words, matched alone: ${percentiles(floor)}`);
  say(`search, two words, in the library: ${percentiles(samples(two, 500))}`);
  say(`search, one word that is in most texts: ${percentiles(samples(() => "w1", 20))}`);
  const processes = Array.from({ length: 20 }, () => {
    const startMs = performance.now();
    Bun.spawnSync([process.execPath, MAIN, "search", rareWord(), rareWord()], {
      cwd: directory,
      env,
      stdout: "ignore",
      stderr: "ignore",
    });
    return performance.now() - startMs;
  });
  say(`hive search, as a process: ${percentiles(processes)}`);
}

/** Entries of recorded calls, as the store takes them. */
const entries: readonly StoreEntry[] = [...observations(10_000, Date.now())].map(({ operation, payload }, index) => ({
  id: `e${index}`,
  operation,
  payload,
}));

async function drainOnce(hasOutbox: boolean): Promise<number> {
  const root = mkdtempSync(join(directory, "drain-"));
  const store = await Store.open(root, { hasOutbox });
  const before = process.cpuUsage();
  for (let from = 0; from < entries.length; from += 512) store.applyBatch(entries.slice(from, from + 512), Date.now());
  const { user, system } = process.cpuUsage(before);
  store.close();
  rmSync(root, { recursive: true });
  return (user + system) / entries.length;
}

async function drain(): Promise<void> {
  const off: number[] = [];
  const on: number[] = [];
  await drainOnce(false);
  for (let round = 0; round < 10; round += 1) {
    off.push(await drainOnce(false));
    on.push(await drainOnce(true));
  }
  const [without, with_] = [off, on].map((some) =>
    at(
      some.toSorted((a, b) => a - b),
      0.5,
    ),
  );
  say(
    `applying, processor time an entry: ${without!.toFixed(1)} µs without the outbox, ${with_!.toFixed(1)} µs with it (${(with_! / without!).toFixed(3)} ×)`,
  );
}

interface Busy {
  readonly root: string;
  readonly stop: () => Promise<void>;
}

async function startWorker(name: string, archive: "facts" | "off"): Promise<Busy> {
  const project = join(directory, name);
  const root = join(project, ".hive-mind");
  mkdirSync(root, { recursive: true, mode: 0o700 });
  await Bun.write(join(root, "config.json"), archive === "off" ? '{ "archive": "off" }' : "{}");
  const worker = Bun.spawn([process.execPath, MAIN, "worker", "--quiet", "--root", root], {
    env,
    stdout: "ignore",
    stderr: "ignore",
  });
  const { paths } = new Queue(root);
  while (!(await Bun.file(paths.heartbeat).exists())) await Bun.sleep(20);
  return {
    root,
    stop: async () => {
      worker.kill("SIGTERM");
      await worker.exited;
    },
  };
}

/** Enqueue → seen by another connection, one entry after the other. */
async function latency(
  name: string,
  archive: "facts" | "off",
  during: () => () => Promise<void> | void,
): Promise<void> {
  const { root, stop } = await startWorker(name, archive);
  const queue = new Queue(root);
  const samples: number[] = [];
  let end: (() => Promise<void> | void) | undefined;
  for (let index = 0; index < 400; index += 1) {
    if (index === 100) end = during();
    const [entry] = queue.enqueue({ operation: "observe", payload: entries[index]!.payload }).entries;
    const startMs = performance.now();
    using db = new Database(`${root}/hive.db`, { readonly: true });
    const find = db.query("SELECT 1 FROM hive_ledger WHERE seq = ?");
    while (find.get(entry!.seq) === null)
      if (performance.now() - startMs > 20_000) throw new Error(`${entry!.seq} was not applied`);
    if (index >= 100) samples.push(performance.now() - startMs);
    await Bun.sleep(Math.random() * 30);
  }
  await end?.();
  await stop();
  say(`enqueue → committed, ${name}: ${percentiles(samples)}`);
}

const nothing = () => () => undefined;

function hold(): () => void {
  const db = new Database(path);
  db.run("BEGIN IMMEDIATE");
  return () => db.close();
}

try {
  fill();
  search();
  await drain();
  for (let round = 0; round < 2; round += 1) {
    await latency(`without the archive ${round}`, "off", nothing);
    await latency(`while it is filled ${round}`, "facts", nothing);
    await latency(`while it is held ${round}`, "facts", hold);
  }
  const others = await Promise.all(Array.from({ length: 7 }, (_, index) => startWorker(`other ${index}`, "facts")));
  await latency("while eight workers forward", "facts", () => {
    const over = new AbortController();
    const filling = others.map(async ({ root }, worker) => {
      const queue = new Queue(root);
      for (let index = 0; !over.signal.aborted; index += 1) {
        queue.enqueue({ operation: "observe", payload: entries[(index + worker) % entries.length]!.payload });
        await Bun.sleep(50);
      }
    });
    return async () => {
      over.abort();
      await Promise.all(filling);
    };
  });
  for (const { stop } of others) await stop();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
