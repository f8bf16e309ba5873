/** Time between two notices: a hook's entry often comes with others. The first change is notified at once. */
const COLLECT_MS = 15;

type Stream = ReadableStreamDefaultController<Uint8Array>;

const CHANGED = new TextEncoder().encode("data: changed\n\n");
const OPENED = new TextEncoder().encode(": open\n\n");

interface LiveOptions {
  /** Called before the pages are notified. */
  readonly onChange: () => void;
  /** Called when the number of open pages has changed. */
  readonly onPages: (pages: number) => void;
}

/** Notifies open pages of a change, by server-sent events. */
export class Live {
  readonly #streams = new Set<Stream>();
  readonly #options: LiveOptions;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #toldMs = Number.NEGATIVE_INFINITY;

  constructor(options: LiveOptions) {
    this.#options = options;
  }

  get pages(): number {
    return this.#streams.size;
  }

  /** A page's stream of events, until the page is closed. */
  stream(): ReadableStream<Uint8Array> {
    let own: Stream | undefined;
    return new ReadableStream<Uint8Array>({
      start: (controller) => {
        own = controller;
        this.#streams.add(controller);
        controller.enqueue(OPENED);
        this.#options.onPages(this.#streams.size);
      },
      cancel: () => {
        if (own !== undefined) this.#streams.delete(own);
        this.#options.onPages(this.#streams.size);
      },
    });
  }

  /** Notifies the pages: at once, or {@link COLLECT_MS} after the last time. */
  changed(): void {
    const waitMs = Math.max(0, this.#toldMs + COLLECT_MS - performance.now());
    this.#timer ??= setTimeout(() => this.#tell(), waitMs);
  }

  #tell(): void {
    this.#timer = undefined;
    this.#toldMs = performance.now();
    this.#options.onChange();
    for (const stream of this.#streams) stream.enqueue(CHANGED);
  }

  close(): void {
    clearTimeout(this.#timer);
    for (const stream of this.#streams) stream.close();
    this.#streams.clear();
  }
}
