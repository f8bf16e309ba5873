import type { Subprocess } from "bun";
import { errorMessage } from "../../base/errors.ts";
import { bunCommand, bunEnvironment, RESIDENT_COMMAND } from "../../platform/bun/bun-command.ts";
import { MAIN_PROGRAM } from "../../platform/installation.ts";
import type { Log } from "../../supervisor/log.ts";
import { splitLines } from "./lines.ts";
import type { ResidentRole } from "./resident-roles.ts";

export interface ResidentOptions {
  /** The module that answers: see resident-roles.ts. */
  readonly role: ResidentRole;
  /** The state directory. */
  readonly root: string;
  readonly log: Log;
  /** Called with each notice, a message of the process that answers no request. */
  readonly onNotice?: (notice: unknown) => void;
  /** Time without a request after which the process is ended; null keeps it. @default 30_000 */
  readonly idleEndMs?: number | null;
  /** Replaces the program, for tests. */
  readonly command?: readonly [string, ...string[]];
  /** Wait after the first death, which doubles with each further one. @default 1000 */
  readonly backoffMs?: number;
}

/** The outcome of a request. */
export type Reply =
  | { readonly value: unknown }
  /** The reason for a missing answer. The request may have had its effect. */
  | { readonly failure: string; readonly retryInMs: number };

const IDLE_END_MS = 30_000;
/** Time for the end of a process that has nothing to do. */
const END_MS = 10_000;
const FIRST_BACKOFF_MS = 1000;
const LONGEST_BACKOFF_MS = 60_000;
const LONGEST_REASON = 200;
/** The longest answer or notice. A process that says more is killed. */
const MAX_LINE_BYTES = 8 * 1024 ** 2;

/** A write to a process that has just died fails: its end is noticed where its output is read. */
const foundByItsEnd = (): void => undefined;

interface Running {
  readonly process: Subprocess<"pipe", "pipe", "pipe">;
  /** The end of its standard error, for the reason of its death. */
  said: string;
  killedFor?: string;
  /** Whether the worker has begun to end it. */
  isEnding: boolean;
  /** Resolves when it has exited and all of its output was read. */
  gone: Promise<void>;
}

type Waiting = (reply: Reply) => void;

/**
 * A long-lived child process for work that must not delay entries: it scans, indexes and forwards. The first request
 * starts it, and it answers in order. It ends with its worker, whose death closes its standard input.
 *
 * Its death does no harm to the worker. Requests without an answer fail, and the next one after the backoff starts it
 * again. So each request must be safe to repeat.
 */
export class ResidentIsolate {
  readonly #options: ResidentOptions;
  #running: Running | null = null;
  readonly #waiting = new Map<number, Waiting>();
  #lastId = 0;
  #deaths = 0;
  #notBeforeMs = 0;
  #idle: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ResidentOptions) {
    this.#options = options;
  }

  /** The running process's id, for tests and for counts of processes. */
  get pid(): number | null {
    return this.#running?.process.pid ?? null;
  }

  /**
   * Sends a request, and starts the process if none runs. Nothing here bounds the number of requests, so callers wait
   * for each answer.
   * @param limitMs the process is killed if the answer takes longer
   */
  async request(message: unknown, limitMs: number): Promise<Reply> {
    if (this.#running?.isEnding === true) await this.#running.gone;
    const retryInMs = this.#notBeforeMs - performance.now();
    if (this.#running === null && retryInMs > 0) return { failure: "it died, and is started again later", retryInMs };
    const running = this.#started();
    if ("failure" in running) return running;
    const id = (this.#lastId += 1);
    return await new Promise<Reply>((resolve) => {
      const timer = setTimeout(() => this.#kill(running, `no answer within ${limitMs} ms`), limitMs);
      this.#waiting.set(id, (reply) => {
        clearTimeout(timer);
        this.#waiting.delete(id);
        if ("value" in reply) this.#deaths = 0;
        this.#endWhenIdle();
        resolve(reply);
      });
      this.#write(running, { id, message });
    });
  }

  /**
   * Lets the process finish the request that it works on, and ends it.
   * @param limitMs the process is killed after this
   */
  async end(limitMs: number): Promise<void> {
    clearTimeout(this.#idle);
    const running = this.#running;
    if (running === null) return;
    running.isEnding = true;
    // Closes its standard input: see resident-child.ts.
    await Promise.resolve(running.process.stdin.end()).catch(foundByItsEnd);
    const timer = setTimeout(() => running.process.kill("SIGKILL"), limitMs);
    await running.gone;
    clearTimeout(timer);
  }

  #started(): Running | { readonly failure: string; readonly retryInMs: number } {
    if (this.#running !== null) return this.#running;
    const { role, root, command = [...bunCommand(), MAIN_PROGRAM, RESIDENT_COMMAND, role, root] } = this.#options;
    try {
      const process = Bun.spawn([...command] as [string, ...string[]], {
        cwd: root,
        stdin: "pipe",
        stdout: "pipe",
        stderr: "pipe",
        env: bunEnvironment(),
      });
      const running: Running = { process, said: "", isEnding: false, gone: Promise.resolve() };
      running.gone = this.#follow(running);
      this.#running = running;
      return running;
    } catch (error) {
      return { failure: `no process can be started: ${errorMessage(error)}`, retryInMs: this.#backOff() };
    }
  }

  /** Reads the process's output until it ends. */
  async #follow(running: Running): Promise<void> {
    const { process } = running;
    const errors = this.#readErrors(running);
    try {
      for await (const line of splitLines(process.stdout, MAX_LINE_BYTES)) this.#take(line);
    } catch (error) {
      this.#kill(running, errorMessage(error));
    }
    await Promise.all([process.exited, errors]);
    if (this.#running === running) this.#running = null;
    const how = process.signalCode === null ? `code ${process.exitCode}` : String(process.signalCode);
    if (!running.isEnding || process.exitCode !== 0) this.#noteDeath(how, running.killedFor ?? running.said);
    this.#failAll(`the process ended with ${how}`);
  }

  async #readErrors(running: Running): Promise<void> {
    const decoder = new TextDecoder();
    for await (const chunk of running.process.stderr) {
      running.said = (running.said + decoder.decode(chunk)).slice(-LONGEST_REASON);
    }
  }

  #take(line: string): void {
    const said = JSON.parse(line) as { id?: number; value?: unknown; error?: string; notice?: unknown };
    if (said.id === undefined) return this.#options.onNotice?.(said.notice);
    const reply: Reply = said.error === undefined ? { value: said.value } : { failure: said.error, retryInMs: 0 };
    this.#waiting.get(said.id)?.(reply);
  }

  #write({ process: { stdin } }: Running, line: unknown): void {
    const written = async (): Promise<void> => {
      await stdin.write(`${JSON.stringify(line)}\n`);
      await stdin.flush();
    };
    void written().catch(foundByItsEnd);
  }

  #kill(running: Running, why: string): void {
    running.killedFor ??= why;
    running.process.kill("SIGKILL");
  }

  #noteDeath(how: string, said: string): void {
    const { role, log } = this.#options;
    const retryInMs = this.#backOff();
    log.write("warn", "a process beside the worker died", { role, how, said: said.trim(), retryInMs });
  }

  #backOff(): number {
    const { backoffMs = FIRST_BACKOFF_MS } = this.#options;
    const waitMs = Math.min(LONGEST_BACKOFF_MS, backoffMs * 2 ** this.#deaths);
    this.#deaths += 1;
    this.#notBeforeMs = performance.now() + waitMs;
    return waitMs;
  }

  #failAll(failure: string): void {
    const retryInMs = Math.max(0, this.#notBeforeMs - performance.now());
    for (const resolve of this.#waiting.values()) resolve({ failure, retryInMs });
  }

  #endWhenIdle(): void {
    clearTimeout(this.#idle);
    const { idleEndMs = IDLE_END_MS } = this.#options;
    if (idleEndMs === null || this.#waiting.size > 0) return;
    this.#idle = setTimeout(() => void this.end(END_MS), idleEndMs);
    // It does not keep an ending worker alive.
    this.#idle.unref();
  }
}
