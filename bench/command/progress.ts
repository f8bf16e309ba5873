import { oneLine } from "../../src/base/text/table.ts";

/** A stream that may be a terminal, such as standard error. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

const CLEAR = "\r\u001b[2K";

/** One line on a terminal that the next replaces; nothing anywhere else. */
export class Progress {
  readonly #stream: ProgressStream;
  #isShown = false;

  constructor(stream: ProgressStream) {
    this.#stream = stream;
  }

  show(text: string): void {
    if (this.#stream.isTTY !== true) return;
    this.#isShown = true;
    this.#stream.write(`${CLEAR}${oneLine(text, (this.#stream.columns ?? 80) - 1)}`);
  }

  /** Takes the line away, so that something else can be printed. */
  clear(): void {
    if (this.#isShown) this.#stream.write(CLEAR);
    this.#isShown = false;
  }
}
