import type { Subprocess } from "bun";
import { waitFor } from "./wait-for.ts";

export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number | null;
  readonly signal: Subprocess["signalCode"];
}

/** A child process with its output captured; killed at the end of an `await using` block if it still runs. */
export class Child implements AsyncDisposable {
  stdout = "";
  stderr = "";
  readonly #process: Subprocess<"pipe", "pipe", "pipe">;
  readonly #read: Promise<unknown>;

  /** Runs a Bun program, such as a `*-fixture.ts`, by its path or with arguments of Bun before it. */
  constructor(
    program: string | readonly string[],
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ) {
    this.#process = Bun.spawn([process.execPath, ...[program].flat(), ...args], {
      stdin: "pipe",
      stdout: "pipe",
      stderr: "pipe",
      env: { ...process.env, ...env },
    });
    this.#read = Promise.all([
      collect(this.#process.stdout, (text) => (this.stdout += text)),
      collect(this.#process.stderr, (text) => (this.stderr += text)),
    ]);
  }

  get pid(): number {
    return this.#process.pid;
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  async write(text: string): Promise<void> {
    await this.#process.stdin.write(text);
    await this.#process.stdin.flush();
  }

  async closeStdin(): Promise<void> {
    await this.#process.stdin.end();
  }

  kill(): void {
    this.#process.kill("SIGKILL");
  }

  /** Waits until the child has printed a text. */
  async printed(text: string): Promise<void> {
    await waitFor(() => this.stdout.includes(text), { describe: () => JSON.stringify([this.stdout, this.stderr]) });
  }

  /** Waits until the child has printed a text to standard error. */
  async printedError(text: string): Promise<void> {
    await waitFor(() => this.stderr.includes(text), { describe: () => JSON.stringify([this.stdout, this.stderr]) });
  }

  /** Waits for its end. */
  async outcome(): Promise<Outcome> {
    await Promise.all([this.#read, this.#process.exited]);
    return {
      stdout: this.stdout,
      stderr: this.stderr,
      exitCode: this.#process.exitCode,
      signal: this.#process.signalCode,
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill();
    await this.#process.exited;
  }
}

async function collect(stream: ReadableStream<Uint8Array>, add: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  for await (const chunk of stream) add(decoder.decode(chunk, { stream: true }));
}
