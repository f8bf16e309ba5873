import { HIVE } from "../support/hive-command.ts";
import { waitFor } from "../support/wait-for.ts";
import type { CliProject } from "./cli-project.ts";

/** Somebody at a terminal of their own. */
export class FakeTty implements AsyncDisposable {
  #screen = "";
  readonly #terminal: Bun.Terminal;
  readonly #child: Bun.Subprocess;

  constructor(project: CliProject, args: readonly string[]) {
    this.#terminal = new Bun.Terminal({
      cols: 120,
      rows: 50,
      data: (_terminal, bytes) => void (this.#screen += new TextDecoder().decode(bytes)),
    });
    const env = { ...project.env, TERM: "xterm", NO_COLOR: "1" };
    this.#child = Bun.spawn([process.execPath, ...HIVE, ...args], {
      cwd: project.path,
      env,
      terminal: this.#terminal,
    });
  }

  get screen(): string {
    return Bun.stripANSI(this.#screen);
  }

  /** Waits for a text: the last of it may come after the end of the process. */
  async sees(text: string): Promise<void> {
    await waitFor(() => this.screen.includes(text), { describe: () => this.screen });
  }

  /** Waits for a text, then types. */
  async when(text: string, keys: string): Promise<void> {
    await this.sees(text);
    this.#terminal.write(keys);
  }

  get exited(): Promise<number> {
    return this.#child.exited;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#child.exited;
    this.#terminal.close();
  }
}

export const ENTER = "\r";
export const CTRL_C = "\u0003";
export const DOWN = "\u001b[B";
