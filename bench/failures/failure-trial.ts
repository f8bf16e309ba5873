import type { Database } from "bun:sqlite";
import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { DEFAULTS, type Tuning } from "../../src/base/config/config.ts";
import { Queue } from "../../src/queue/queue.ts";
import { type Heartbeat, readHeartbeat } from "../../src/supervisor/heartbeat.ts";
import { readStatus } from "../../src/doctor/status.ts";
import { openDatabase } from "../../tests/support/database.ts";
import type { FailingWorker, WakeFailure } from "./wake-failures.ts";
import { logEntry } from "../harness/rig.ts";

/** Whose entries: hive's own ring the doorbell, a foreign `mv` is seen by the watcher alone. */
export const PRODUCERS = ["hive", "foreign"] as const;
export type Producer = (typeof PRODUCERS)[number];

/** The time after a failure, in ms since it came about, or since it was ended. */
export interface Aftermath {
  /** Until the first entry was applied after which none waited long any more. */
  readonly flowsAgainMs: number;
  /** The longest that an entry waited. */
  readonly longestWaitMs: number;
  /** Until a ring of a producer was answered again; null for a foreign producer, which rings nothing. */
  readonly ringsAgainMs: number | null;
  /**
   * From the end of the failure until the heartbeat said that events wake the worker; null if the failure needs no end.
   */
  readonly eventsAgainMs: number | null;
  /** The words of heartbeat and status meanwhile, each sentence once, in order. */
  readonly said: readonly string[];
  readonly watcherRestarts: number;
  /** The number of entries sent: so many must have been applied in the end. */
  readonly entries: number;
}

export interface FailureOptions {
  readonly backstopIntervalMs: number;
  readonly signal: AbortSignal;
}

/** An entry that waits no longer than this flows: a poll comes every 100 ms. */
const PROMPT_MS = 250;
/** This number in a row shows that entries flow again. */
const PROMPT_ENTRIES = 3;
const WARM_UP = 3;
const PAUSE_MS = 50;
const LOOK_MS = 2;
const TIMEOUT_MS = 60_000;
/** A heartbeat is written within a second of a change. */
const HEARTBEAT_MS = 3000;

interface Sent {
  readonly atMs: number;
  readonly waitedMs: number;
  readonly isHeard: boolean;
}

/** Sends entries to a queue one at a time, and waits until a second connection sees each applied. */
class Probe implements Disposable {
  readonly said = new Set<string>();
  sent = 0;
  watcherRestarts = 0;
  readonly #queue: Queue;
  readonly #db: Database;
  readonly #producer: Producer;
  readonly #signal: AbortSignal;

  constructor(root: string, producer: Producer, signal: AbortSignal) {
    this.#queue = new Queue(root);
    this.#db = openDatabase(root, { readonly: true });
    this.#producer = producer;
    this.#signal = signal;
  }

  [Symbol.dispose](): void {
    this.#db.close();
  }

  async send(): Promise<Sent> {
    const atMs = performance.now();
    const isHeard = this.#produce();
    this.sent += 1;
    const applied = this.#db.query<{ n: number }, []>("SELECT count(*) AS n FROM session_logs");
    await this.until(() => applied.get()!.n >= this.sent, TIMEOUT_MS);
    return { atMs, waitedMs: performance.now() - atMs, isHeard };
  }

  #produce(): boolean {
    const entry = logEntry(`${this.sent}`);
    if (this.#producer === "hive") return this.#queue.enqueue(entry).isHeard;
    const { tmp, pending } = this.#queue.paths;
    writeFileSync(`${tmp}/foreign`, JSON.stringify(entry), { mode: 0o600 });
    renameSync(`${tmp}/foreign`, `${pending}/5_foreign${this.sent}.json`);
    return false;
  }

  /** Waits, and listens to the heartbeat meanwhile. @throws after the timeout */
  async until(isSo: () => boolean, timeoutMs: number): Promise<void> {
    const endMs = performance.now() + timeoutMs;
    for (let look = 0; !isSo(); look += 1) {
      this.#signal.throwIfAborted();
      if (performance.now() > endMs) throw new Error(`after ${timeoutMs} ms this is not so: ${isSo.toString()}`);
      if (look % 20 === 0) this.listen();
      await Bun.sleep(LOOK_MS);
    }
  }

  /** Notes what the heartbeat says. */
  listen(): Heartbeat | null {
    const heartbeat = readHeartbeat(this.#queue.paths);
    if (heartbeat === null) return null;
    const { mode, watch, doorbell, watcher_restarts: restarts, fallback_reason: reason } = heartbeat;
    this.watcherRestarts = restarts;
    const why = reason === null ? "" : ` (${reason})`;
    this.#note(`mode ${mode}${why}, watch ${watch}, doorbell ${doorbell}, restarts ${restarts}`);
    return heartbeat;
  }

  /** Waits for a heartbeat that is younger than now, then asks as `hive status` does. */
  async askStatus(): Promise<void> {
    const { root } = this.#queue.paths;
    const nowMs = Date.now();
    const isFresh = (): boolean => Date.parse(this.listen()?.timestamp ?? "") > nowMs;
    await this.send();
    await this.until(isFresh, HEARTBEAT_MS);
    const { problems, notes } = await readStatus(root, Date.now(), DEFAULTS);
    const told = [...problems, ...notes.filter((note) => note.startsWith("worker:"))];
    this.#note(told.length === 0 ? "status: healthy" : `status: ${told.join("; ")}`);
  }

  /** Without the directory, which is another in each trial. */
  #note(sentence: string): void {
    this.said.add(sentence.replaceAll(this.#queue.paths.root, ".hive-mind"));
  }
}

/** Sends entries until they flow again, and until the doorbell has a listener where it should have one. */
async function sendUntilTheyFlow(probe: Probe, producer: Producer): Promise<Sent[]> {
  const sent: Sent[] = [];
  const isDone = (): boolean =>
    sent.length >= PROMPT_ENTRIES &&
    sent.slice(-PROMPT_ENTRIES).every(({ waitedMs }) => waitedMs <= PROMPT_MS) &&
    (producer === "foreign" || sent.at(-1)!.isHeard);
  const endMs = performance.now() + TIMEOUT_MS;
  while (!isDone()) {
    if (performance.now() > endMs)
      throw new Error(`after ${TIMEOUT_MS} ms entries do not flow: ${JSON.stringify(sent)}`);
    sent.push(await probe.send());
    await Bun.sleep(PAUSE_MS);
  }
  return sent;
}

async function recoverAndWait(probe: Probe, recover: NonNullable<FailingWorker["recover"]>): Promise<number> {
  const recoveredMs = performance.now();
  await recover();
  const isEvent = (): boolean => {
    const heartbeat = probe.listen();
    return heartbeat?.mode === "event" && heartbeat.watch === "proven";
  };
  await probe.until(isEvent, TIMEOUT_MS);
  return performance.now() - recoveredMs;
}

/** The user's configuration while a block runs, for every process that is started in it. */
function withTuning(root: string, tuning: Partial<Tuning>): Disposable {
  const before = process.env["XDG_CONFIG_HOME"];
  const directory = `${dirname(root)}-settings`;
  mkdirSync(`${directory}/hive`, { recursive: true });
  writeFileSync(`${directory}/hive/config.json`, JSON.stringify({ tuning }), { mode: 0o600 });
  process.env["XDG_CONFIG_HOME"] = directory;
  return {
    [Symbol.dispose]() {
      rmSync(directory, { recursive: true, force: true });
      if (before === undefined) delete process.env["XDG_CONFIG_HOME"];
      else process.env["XDG_CONFIG_HOME"] = before;
    },
  };
}

/**
 * Brings a failure about under a running worker.
 * @param root a fresh state directory
 * @throws when entries do not flow again
 */
export async function runFailure(
  root: string,
  failure: WakeFailure,
  producer: Producer,
  { backstopIntervalMs, signal }: FailureOptions,
): Promise<Aftermath> {
  mkdirSync(root, { recursive: true });
  using _ = withTuning(root, { backstopIntervalMs });
  await using worker = await failure.start(root, signal);
  using probe = new Probe(root, producer, signal);
  for (let index = 0; index < WARM_UP; index += 1) await probe.send();
  probe.listen();
  await worker.fail();
  const failedMs = performance.now();
  const sent = await sendUntilTheyFlow(probe, producer);
  await probe.askStatus();
  const eventsAgainMs = worker.recover === null ? null : await recoverAndWait(probe, worker.recover);
  await probe.askStatus();
  const lastSlow = sent.findLastIndex(({ waitedMs }) => waitedMs > PROMPT_MS);
  // The last that waited long is the first that came through: those after it did not wait.
  const first = sent[Math.max(0, lastSlow)]!;
  const heard = sent.find(({ isHeard }) => isHeard);
  return {
    flowsAgainMs: first.atMs + first.waitedMs - failedMs,
    longestWaitMs: Math.max(...sent.map(({ waitedMs }) => waitedMs)),
    ringsAgainMs: producer === "hive" ? heard!.atMs - failedMs : null,
    eventsAgainMs,
    said: [...probe.said],
    watcherRestarts: probe.watcherRestarts,
    entries: probe.sent,
  };
}
