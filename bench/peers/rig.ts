import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { createEffects, effectPath, Watcher } from "./effect.ts";
import { CHILD, type Command, type System } from "./systems.ts";

/** Without the settings that a peer may read from the environment. */
export const ENVIRONMENT: Readonly<Record<string, string | undefined>> = {
  PATH: process.env["PATH"],
  HOME: process.env["HOME"],
  TMPDIR: process.env["TMPDIR"],
};

const START_MS = 15_000;
/** Within which a backlog of any measure has to be gone. */
export const DRAIN_MS = 60_000;
const LOOK_MS = 2;

type Process = Bun.Subprocess;

/** @throws when it does not come true in time */
export async function until(isTrue: () => boolean | Promise<boolean>, limitMs: number, what: string): Promise<void> {
  const endMs = performance.now() + limitMs;
  while (!(await isTrue())) {
    if (performance.now() > endMs) throw new Error(`not within ${limitMs / 1000} s: ${what}`);
    await Bun.sleep(LOOK_MS);
  }
}

async function accepts(port: number): Promise<boolean> {
  try {
    const socket = await Bun.connect({ hostname: "127.0.0.1", port, socket: { data: () => undefined } });
    socket.end();
    return true;
  } catch {
    // It does not listen yet: the caller asks again until its limit.
    return false;
  }
}

/** A fresh directory, and the processes of one system in it. Nothing outlives the block. */
export class Site {
  readonly directory = mkdtempSync(`${tmpdir()}/hive-peers-`);
  readonly #system: System;
  readonly #signal: AbortSignal;
  readonly #running = new Set<Process>();
  #consumer: Process | null = null;
  #server: Process | null = null;

  private constructor(system: System, signal: AbortSignal) {
    this.#system = system;
    this.#signal = signal;
    signal.addEventListener("abort", this.#killAll, { once: true });
  }

  /** Ready to enqueue: schema made, server up, no consumer. */
  static async open(system: System, signal: AbortSignal): Promise<Site> {
    const site = new Site(system, signal);
    try {
      await site.#prepare();
    } catch (error) {
      await site[Symbol.asyncDispose]();
      throw error;
    }
    return site;
  }

  async #prepare(): Promise<void> {
    const { directory } = this;
    if (this.effectPath === effectPath(directory)) createEffects(directory);
    if (this.#system.server === null) {
      await this.run("prepare");
      return;
    }
    const server = this.#spawn(this.#system.server(directory));
    this.#server = server;
    const port = Number(readFileSync(`${directory}/port`, "utf8"));
    await until(() => this.#mustRun(server) && accepts(port), START_MS, `${this.#system.name} server up`);
  }

  get effectPath(): string {
    return this.#system.effectPath(this.directory);
  }

  /** The processes that consume, for their cost. */
  get pids(): number[] {
    return [this.#server, this.#consumer].flatMap((process) => (process === null ? [] : [process.pid]));
  }

  /** Starts the consumer. @param leaseMs how long a dead consumer's claim is honoured; null leaves the system's own */
  spawnConsumer(leaseMs: number | null = null): void {
    this.#consumer = this.#spawn(this.#system.consumer!(this.directory, leaseMs));
  }

  /** Starts the consumer and waits until it consumes; does nothing where there is none. */
  async startConsumer(): Promise<void> {
    if (this.#system.consumer === null) return;
    this.spawnConsumer();
    const consumer = this.#consumer!;
    await until(() => this.#mustRun(consumer) && this.#isReady(consumer), START_MS, `${this.#system.name} consumes`);
  }

  /** kill -9. */
  async killConsumer(): Promise<void> {
    await kill(this.#consumer!);
    this.#running.delete(this.#consumer!);
  }

  /** Errors that ended the consumer, which was then started again. */
  get consumerErrors(): string[] {
    const path = `${this.directory}/consumer-errors`;
    return existsSync(path) ? readFileSync(path, "utf8").trim().split("\n") : [];
  }

  /** Runs a role of the child to its end. @returns what it said */
  async run(role: string, argument = ""): Promise<string> {
    const child = Bun.spawn([process.execPath, CHILD, role, this.#system.name, this.directory, argument], {
      stdin: "ignore",
      stderr: "pipe",
      signal: this.#signal,
      env: ENVIRONMENT,
    });
    const [said, complaint] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited]);
    if (child.exitCode !== 0) throw new Error(complaint.trim() || `${role} ended with ${child.exitCode}`);
    return said;
  }

  watcher(): Watcher {
    return new Watcher(this.effectPath);
  }

  /** Spawns a child in a role that talks over its standard input and output. */
  spawnRole(role: string, argument: string): Bun.Subprocess<"pipe", "pipe", "ignore"> {
    const child = Bun.spawn([process.execPath, CHILD, role, this.#system.name, this.directory, argument], {
      stdin: "pipe",
      stderr: "ignore",
      env: ENVIRONMENT,
    });
    this.#running.add(child);
    return child;
  }

  /** @throws unless there is one row for each entry: the figure would be void */
  async checkEnd(entries: number): Promise<void> {
    using watcher = this.watcher();
    await until(() => watcher.last() >= entries, DRAIN_MS, `${entries} rows`);
    const { rows, distinct } = watcher.tally();
    if (rows !== entries || distinct !== entries) throw new Error(`wrong end: ${rows} rows, ${distinct} of ${entries}`);
  }

  #spawn({ argv, env }: Command): Process {
    const child = Bun.spawn([...argv], {
      stdin: "ignore",
      stdout: "ignore",
      stderr: Bun.file(`${this.directory}/stderr`),
      cwd: this.directory,
      env: { ...ENVIRONMENT, ...env },
    });
    this.#running.add(child);
    return child;
  }

  #mustRun(child: Process): true {
    this.#signal.throwIfAborted();
    if (child.exitCode === null && child.signalCode === null) return true;
    throw new Error(`${this.#system.name} ended with ${child.exitCode ?? child.signalCode}`);
  }

  #isReady({ pid }: Process): boolean {
    const own = `${this.directory}/ready`;
    if (existsSync(own)) return readFileSync(own, "utf8") === String(pid);
    const heartbeat = `${this.directory}/.hive-mind/queue/.heartbeat`;
    return existsSync(heartbeat) && (JSON.parse(readFileSync(heartbeat, "utf8")) as { pid: number }).pid === pid;
  }

  readonly #killAll = (): void => {
    for (const child of this.#running) child.kill("SIGKILL");
  };

  async [Symbol.asyncDispose](): Promise<void> {
    this.#signal.removeEventListener("abort", this.#killAll);
    await Promise.all([...this.#running].map(kill));
    rmSync(this.directory, { recursive: true, force: true });
  }
}

async function kill(child: Process): Promise<void> {
  child.kill("SIGKILL");
  await child.exited;
}
