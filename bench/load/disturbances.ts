/** What goes on with the archive while a worker's entries are timed. */
import { Database } from "bun:sqlite";
import { cpSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { userKey } from "../../src/origin/key.ts";
import { Queue } from "../../src/queue/queue.ts";
import { archivePath, openArchive } from "../../src/store/archive/open.ts";
import { openDatabase } from "../../tests/support/database.ts";
import { checkEndState, type EndState } from "../harness/end-state.ts";
import { Observer } from "../harness/observer.ts";
import { ownDataDirectory } from "../harness/own-data.ts";
import { freshRoot, MAIN, startWorker, TOP } from "../harness/rig.ts";
import { runToEnd } from "../harness/run-program.ts";
import { startedAtMs } from "../harness/worker-log.ts";
import { fillInChild } from "./backlog.ts";
import { closedLoop } from "./loops.ts";
import { observations } from "./observations.ts";
import { enqueue, type Producer } from "./producers.ts";

/** With `-separately` and `-elsewhere` another archive takes the disturbance: its work costs the machine the same. */
export const DISTURBANCES = [
  "off",
  "undisturbed",
  "held",
  "eight-separately",
  "eight",
  "import-elsewhere",
  "import",
] as const;
export type Disturbance = (typeof DISTURBANCES)[number];

const MODE = "event+doorbell";
/** As agents work: the time passes while few entries come. */
const PAUSE_MS = 30;
const ENTRIES_A_ROUND = 20;
const WARM_UP = 10;
const OTHER_WORKERS = 7;
/** A forwarder that was refused waits at most a minute. */
const ARCHIVED_WITHIN_MS = 120_000;
const LOOK_MS = 5;
const MOST_ENTRIES = 1_000_000;

export interface Disturbing {
  /** The least time for which entries are timed. */
  readonly ms: number;
  /** A home directory with transcripts. */
  readonly home: string;
  readonly signal: AbortSignal;
}

export interface Disturbed {
  /** Milliseconds from enqueue to committed. */
  readonly committed: readonly number[];
  readonly end: EndState;
}

/** What happens meanwhile. Its disposal ends it. */
interface Meanwhile extends AsyncDisposable {
  /** Whether entries need not be timed any longer. */
  readonly isOver: () => boolean;
}

/** Times a worker's entries, and checks that each came into the archive once. */
export async function measureDisturbed(disturbance: Disturbance, options: Disturbing): Promise<Disturbed> {
  const { ms, signal } = options;
  using data = ownDataDirectory();
  using dir = freshRoot();
  const { root } = dir;
  const isForwarding = disturbance !== "off";
  makeArchive(root);
  await using worker = await startWorker(root, MODE, { isForwarding });
  const queue = new Queue(root);
  const produce = producerOf();
  const committed: number[] = [];
  let entries = 0;
  const time = async (observer: Observer, count: number): Promise<void> => {
    const found = await closedLoop({ produce, pauseMs: PAUSE_MS, entries: count, warmUp: 0 })({
      queue,
      observer,
      signal,
    });
    entries += found.entries;
    committed.push(...found.committed);
  };
  {
    await using meanwhile = await BEGINNINGS[disturbance]({ ...options, root, data: data.path });
    using observer = new Observer(root, worker);
    await time(observer, WARM_UP);
    committed.length = 0;
    const startedMs = performance.now();
    do await time(observer, ENTRIES_A_ROUND);
    while (performance.now() - startedMs < ms || !meanwhile.isOver());
  }
  if (isForwarding) await archived(root, entries, signal);
  await worker.stop();
  return { committed, end: checkEndState(root, entries, { areLogs: false }) };
}

/** A user's key and archive are there before the first entry. */
function makeArchive(root: string): void {
  userKey(root);
  openArchive(archivePath(process.env, root)!, 0).close();
}

/** The hook's entries of recorded calls, each once: those of a round are made before it begins. */
function producerOf(): (count: number) => Producer {
  const all = observations(MOST_ENTRIES, Date.now());
  return (count) => {
    const entries = Array.from({ length: count }, () => all.next().value!);
    return (queue, index) => enqueue(queue, entries[index]);
  };
}

interface Place extends Disturbing {
  readonly root: string;
  readonly data: string;
}

const QUIET: Meanwhile = { isOver: () => true, [Symbol.asyncDispose]: async () => undefined };

const BEGINNINGS: Readonly<Record<Disturbance, (place: Place) => Meanwhile | Promise<Meanwhile>>> = {
  off: () => QUIET,
  undisturbed: () => QUIET,
  held: hold,
  "eight-separately": (place) => otherWorkers(place, true),
  eight: (place) => otherWorkers(place, false),
  "import-elsewhere": (place) => importMessages(place, true),
  import: (place) => importMessages(place, false),
};

function hold({ root }: Place): Meanwhile {
  const db = new Database(archivePath(process.env, root)!);
  // The worker may be writing its first rows.
  db.run("PRAGMA busy_timeout = 60000");
  db.run("BEGIN IMMEDIATE");
  return { ...QUIET, [Symbol.asyncDispose]: async () => db.close() };
}

async function otherWorkers({ data, signal }: Place, areSeparate: boolean): Promise<Meanwhile> {
  await using starting = new AsyncDisposableStack();
  const roots = Array.from({ length: OTHER_WORKERS }, () => starting.use(freshRoot()).root);
  const start = async (root: string): Promise<void> => {
    starting.use(await startWorker(root, MODE, areSeparate ? { env: dataBeside(data, root) } : {}));
  };
  await Promise.all(roots.map(start));
  const feeder = Bun.spawn([process.execPath, join(TOP, "bench/load/programs/feeder.ts"), ...roots], {
    stdio: ["ignore", "ignore", "inherit"],
    signal,
  });
  starting.defer(async () => {
    feeder.kill();
    await feeder.exited;
  });
  const stack = starting.move();
  return { isOver: () => true, [Symbol.asyncDispose]: () => stack.disposeAsync() };
}

/** A data directory with the same key and no archive yet, in an environment. */
function dataBeside(data: string, root: string): Record<string, string> {
  const path = join(dirname(root), "data");
  mkdirSync(join(path, "hive"), { recursive: true, mode: 0o700 });
  cpSync(join(data, "hive/key"), join(path, "hive/key"));
  return { XDG_DATA_HOME: path };
}

function importMessages({ home, root, data, signal }: Place, isElsewhere: boolean): Meanwhile {
  const config = join(dirname(root), "config");
  const env = { HOME: home, XDG_CONFIG_HOME: config, ...(isElsewhere ? dataBeside(data, root) : {}) };
  let isOver = false;
  const ended = runToEnd([process.execPath, MAIN, "import", "--yes"], { signal, env }).finally(() => {
    isOver = true;
  });
  // It is awaited at the end.
  ended.catch(() => undefined);
  return {
    isOver: () => isOver,
    [Symbol.asyncDispose]: async () => {
      await ended;
    },
  };
}

/** Waits until the archive has all that a project applied. @throws after a while */
async function archived(root: string, entries: number, signal: AbortSignal): Promise<void> {
  using db = new Database(archivePath(process.env, root)!, { readonly: true });
  const cursor = db.query<{ seq: number }, [string]>(
    "SELECT c.seq FROM cursors c JOIN projects p ON p.id = c.project WHERE p.path = ?",
  );
  const endMs = performance.now() + ARCHIVED_WITHIN_MS;
  while ((cursor.get(dirname(root))?.seq ?? 0) < entries) {
    signal.throwIfAborted();
    if (performance.now() > endMs) throw new Error(`wrong end: the archive lacks some of ${entries} entries`);
    await Bun.sleep(LOOK_MS);
  }
}

/** Drains a backlog. @returns entries a second, from the start of the worker until all are in its ledger */
export async function drainedWith(isForwarding: boolean, entries: number, signal: AbortSignal): Promise<number> {
  using _ = ownDataDirectory();
  using dir = freshRoot();
  const { root } = dir;
  makeArchive(root);
  await fillInChild(root, entries, "observations", signal);
  await using worker = await startWorker(root, MODE, { isForwarding });
  using db = openDatabase(root, { readonly: true });
  const ledger = db.query<{ n: number }, []>("SELECT count(*) AS n FROM hive_ledger");
  while (ledger.get()!.n < entries) {
    signal.throwIfAborted();
    if (worker.hasEnded()) throw new Error("the worker has ended while it drained");
    await Bun.sleep(LOOK_MS);
  }
  const tookMs = Date.now() - startedAtMs(root);
  if (isForwarding) await archived(root, entries, signal);
  await worker.stop();
  checkEndState(root, entries, { areLogs: false });
  return (entries / tookMs) * 1000;
}
