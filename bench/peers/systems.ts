/** The systems that are compared, each used as its own documents say, and as durable as hive. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { POLL_INTERVAL_MS } from "./adapter.ts";
import { effectPath } from "./effect.ts";

export interface Command {
  readonly argv: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

export interface System {
  readonly name: string;
  /** The npm package, where it is one. */
  readonly package: string | null;
  /** Its use here, for the reader. */
  readonly how: string;
  /** The guarantees that it gives, and those that it does not, for the reader. */
  readonly keeps: string;
  /** The database with `session_logs`. */
  readonly effectPath: (directory: string) => string;
  /** A process that has to run before one may enqueue, and that outlives a killed consumer. */
  readonly server: ((directory: string) => Command) | null;
  /** The program that consumes; null where there is nothing to consume. */
  readonly consumer: ((directory: string, leaseMs: number | null) => Command) | null;
}

const HERE = import.meta.dir;
const HIVE = join(HERE, "../../src/cli/main.ts");
export const CHILD = join(HERE, "child.ts");

/** A consumer that runs inside {@link CHILD}. */
const hosted =
  (name: string) =>
  (directory: string, leaseMs: number | null): Command => ({
    argv: [process.execPath, CHILD, "consume", name, directory, String(leaseMs ?? "")],
  });

/** A port that was free a moment ago. */
function freePort(): number {
  const listener = Bun.listen({ hostname: "127.0.0.1", port: 0, socket: { data: () => undefined } });
  const { port } = listener;
  listener.stop(true);
  return port;
}

function bunqueueServer(directory: string): Command {
  const port = String(freePort());
  writeFileSync(`${directory}/port`, port);
  const cli = join(HERE, "node_modules/bunqueue/dist/cli/index.js");
  const where = ["--data-path", `${directory}/bunqueue.db`, "--host", "127.0.0.1", "--tcp-port", port];
  return { argv: [process.execPath, cli, "start", ...where], env: { HTTP_SOCKET_PATH: `${directory}/http.sock` } };
}

export const SYSTEMS: readonly System[] = [
  {
    name: "hive",
    package: null,
    how: "Queue.enqueue of insert_log through the library; hive worker with its defaults: doorbell and fs.watch, batches of up to 128; the row and a ledger row in one transaction. A dead worker's entries come back when its lock is found free, at the next worker's start.",
    keeps:
      "an accepted entry survives the death of any process. It is applied once: its ledger row commits with its effect. A failed one is tried again, then kept as a dead letter. Nothing is flushed to the disk for each entry.",
    effectPath: (directory) => `${directory}/.hive-mind/hive.db`,
    server: null,
    consumer: (directory) => ({
      argv: [process.execPath, HIVE, "worker", "--quiet", "--root", `${directory}/.hive-mind`],
    }),
  },
  {
    name: "bunqueue",
    package: "bunqueue",
    how: "its server on SQLite, as its embedded mode is for one process; TCP on the loopback; add and addBulk with durable: true (the default buffers for 10 ms in memory); one Worker with native batches of 100 and pollTimeout 5000 (long poll). A batch is one transaction and is acknowledged after it. Idle cost is that of server and worker; the worker is killed, the server stays and takes its jobs back at once when the connection breaks.",
    keeps:
      "an accepted job is in its server's SQLite file. It is delivered at least once: a batch that dies between effect and acknowledgement is repeated. It needs its server.",
    effectPath,
    server: bunqueueServer,
    consumer: hosted("bunqueue"),
  },
  {
    name: "plainjob",
    package: "plainjob",
    how: `bun:sqlite as in its README; add and addMany; one defineWorker, polling every ${POLL_INTERVAL_MS} ms (its default is 1000 ms). It has no way to consume a batch. A dead consumer's job comes back after a time that is a setting (30 minutes by default).`,
    keeps:
      "an accepted job is in SQLite. It is delivered at least once, one at a time; a dead consumer's job comes back after a timeout.",
    effectPath,
    server: null,
    consumer: hosted("plainjob"),
  },
  {
    name: "liteque",
    package: "liteque",
    how: `SqliteQueue.enqueue, over its own better-sqlite3 client; one Runner, polling every ${POLL_INTERVAL_MS} ms (the interval has no default; its README shows 1000 ms). It has no way to enqueue or consume a batch. Its client cannot dequeue on Bun: better-sqlite3 below 13 is not built for it, and from 11.10.0 on it throws "TypeError: Transaction function cannot return a promise"; so its Runner works here over drizzle's driver for bun:sqlite.`,
    keeps:
      "an accepted job is in SQLite. It is delivered at least once, one at a time; a dead consumer's job comes back after a timeout.",
    effectPath,
    server: null,
    consumer: hosted("liteque"),
  },
  {
    name: "direct",
    package: null,
    how: "no queue: each process opens the database (bun:sqlite, WAL, busy_timeout 5000) and inserts the row itself. There is no consumer, no retry, and no record of what was applied.",
    keeps:
      "the row is there when the call returns, or the call has failed: nobody tries again, and the process waits for the lock of another.",
    effectPath,
    server: null,
    consumer: null,
  },
  {
    name: "files",
    package: null,
    how: `one file per entry, written and renamed; one process with setInterval of ${POLL_INTERVAL_MS} ms and readdir applies them in transactions of up to 128 and removes them. No flush, no retry, no record of what was applied.`,
    keeps:
      "an accepted file survives the death of any process. It is applied at least once: a batch that dies before its files are removed is repeated. A bad file is not set aside.",
    effectPath,
    server: null,
    consumer: hosted("files"),
  },
];
