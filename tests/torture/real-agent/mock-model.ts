/** A model on loopback that speaks Anthropic's Messages and follows a script. */
import { appendFileSync } from "node:fs";
import { callsOf, sideAnswer } from "./claude.ts";
import type { Call, Offer, Step } from "./script.ts";

/** One piece of what the agent sent. */
interface Text {
  readonly role: string;
  readonly isSystem: boolean;
  readonly text: string;
}

interface Block {
  readonly type: string;
  readonly text?: string;
  readonly content?: unknown;
}

interface Body {
  readonly model: string;
  readonly stream?: boolean;
  readonly system?: unknown;
  readonly tools?: ReadonlyArray<{ readonly name: string }>;
  readonly messages: ReadonlyArray<{ readonly role: string; readonly content: string | readonly Block[] }>;
}

export interface MockOptions {
  readonly steps: readonly Step[];
  readonly project: string;
  readonly port: number;
  /** Each request is added to this file, as a line with the list of its texts. */
  readonly log: string;
  /** A step of the main conversation was handed out. */
  readonly onStep: (index: number) => void;
  /** The main conversation was answered with words alone: its turn is over. */
  readonly onTurnEnd: () => void;
}

interface Reply {
  readonly text?: string;
  readonly call?: Call;
  readonly error?: { readonly status: number; readonly message: string };
  readonly tokens: number;
}

/** What a conversation is answered with: that of the main agent, or of a subagent, known by its prompt. */
interface Script {
  readonly prompt: string;
  readonly steps: readonly Step[];
  next: number;
  /** Calls of a step that are still to be made, one a request. */
  readonly pending: Call[];
}

const IDLE_TOKENS = 10;

export class MockModel {
  readonly #options: MockOptions;
  readonly #main: Script;
  readonly #subagents: Script[] = [];
  readonly #server: Bun.Server<undefined>;
  /** A request with the same messages as the one before is a retry, and gets the same answer. */
  #last: { readonly hash: bigint | number; readonly reply: Reply } | undefined;
  #requests = 0;
  #requestedAtMs = Date.now();

  constructor(options: MockOptions) {
    this.#options = options;
    this.#main = { prompt: "", steps: options.steps, next: 0, pending: [] };
    this.#server = Bun.serve({
      port: options.port,
      hostname: "127.0.0.1",
      idleTimeout: 0,
      fetch: async (request) => await this.#fetch(request),
    });
  }

  get origin(): string {
    return `http://127.0.0.1:${this.#server.port}`;
  }

  /** Since the last request. */
  get idleMs(): number {
    return Date.now() - this.#requestedAtMs;
  }

  stop(): void {
    void this.#server.stop(true);
  }

  async #fetch(request: Request): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname.endsWith("/models")) return Response.json({ data: [{ id: "mock-model" }] });
    if (pathname.endsWith("count_tokens")) return Response.json({ input_tokens: IDLE_TOKENS });
    if (!pathname.endsWith("/messages")) return new Response(null, { status: pathname === "/" ? 200 : 404 });
    const body = (await request.json()) as Body;
    this.#requests += 1;
    this.#requestedAtMs = Date.now();
    const texts = textsOf(body);
    appendFileSync(this.#options.log, `${JSON.stringify(texts.map(({ text }) => text))}\n`);
    const spoken = texts.filter(({ role, isSystem }) => role === "user" && !isSystem);
    const side = sideAnswer(spoken.at(-1)?.text ?? "") ?? (body.tools?.length ? undefined : "Mock title");
    if (side !== undefined) {
      this.#last = undefined;
      return answer(body, { text: side, tokens: IDLE_TOKENS }, this.#requests);
    }
    const openings = spoken.slice(0, 4);
    const script =
      this.#subagents.findLast(({ prompt }) => openings.some(({ text }) => text.includes(prompt))) ?? this.#main;
    const reply = await this.#reply(script, texts, body);
    if (script === this.#main && reply.text !== undefined) this.#options.onTurnEnd();
    return answer(body, reply, this.#requests);
  }

  async #reply(script: Script, texts: readonly Text[], body: Body): Promise<Reply> {
    const hash = Bun.hash(JSON.stringify(texts.filter(({ isSystem }) => !isSystem)));
    if (this.#last?.hash === hash) return this.#last.reply;
    this.#last = undefined;
    const tools = new Set(body.tools?.map(({ name }) => name));
    const has = (tool: string): boolean => tools.has(tool) || texts.some(({ text }) => text.includes(tool));
    const reply = await this.#follow(script, { project: this.#options.project, has });
    if (reply.error === undefined) this.#last = { hash, reply };
    return reply;
  }

  /** The next answer of a script; it never comes where the script says so. */
  async #follow(script: Script, offer: Offer): Promise<Reply> {
    for (;;) {
      const pending = script.pending.shift();
      if (pending !== undefined) return { call: pending, tokens: IDLE_TOKENS };
      const index = script.next;
      script.next += 1;
      const step = script.steps[index];
      if (step === undefined) return { text: "All done.", tokens: IDLE_TOKENS };
      if (script === this.#main) this.#options.onStep(index);
      const { tokens = IDLE_TOKENS } = step;
      if ("say" in step) return { text: step.say, tokens };
      if ("error" in step) return { error: step.error, tokens };
      if ("hang" in step) return await new Promise<Reply>(() => undefined);
      if ("subagent" in step) {
        const { prompt, steps } = step.subagent;
        this.#subagents.push({ prompt, steps, next: 0, pending: [] });
      }
      const [first, ...rest] = callsOf(step, offer);
      script.pending.push(...rest);
      if (first !== undefined) return { call: first, tokens };
    }
  }
}

const plain = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value ?? ""));

function textsOf({ system, messages }: Body): Text[] {
  const said = messages.flatMap(({ role, content }) => {
    const blocks: readonly Block[] = typeof content === "string" ? [{ type: "text", text: content }] : content;
    return blocks.map((block) => ({ role, isSystem: false, text: block.text ?? plain(block.content ?? block) }));
  });
  return [...(system === undefined ? [] : [{ role: "system", isSystem: true, text: plain(system) }]), ...said];
}

/** An answer as Anthropic's API gives it, whole or as a stream of events. */
function answer(body: Body, { text, call, error, tokens }: Reply, n: number): Response {
  if (error !== undefined) {
    return Response.json(
      { type: "error", error: { type: "api_error", message: error.message } },
      { status: error.status },
    );
  }
  const block =
    call === undefined
      ? { type: "text", text: text ?? "" }
      : { type: "tool_use", id: `toolu_mock${n}`, name: call.name, input: call.args };
  const stop = call === undefined ? "end_turn" : "tool_use";
  const usage = {
    input_tokens: tokens,
    output_tokens: 5,
    cache_read_input_tokens: 0,
    cache_creation_input_tokens: 0,
  };
  const message = { id: `msg_mock${n}`, type: "message", role: "assistant", model: body.model, stop_sequence: null };
  if (body.stream !== true) return Response.json({ ...message, content: [block], stop_reason: stop, usage });
  const empty = call === undefined ? block : { ...block, input: {} };
  const delta =
    call === undefined
      ? { type: "text_delta", text: text ?? "" }
      : { type: "input_json_delta", partial_json: JSON.stringify(call.args) };
  const events = [
    { type: "message_start", message: { ...message, content: [], stop_reason: null, usage } },
    { type: "content_block_start", index: 0, content_block: empty },
    { type: "content_block_delta", index: 0, delta },
    { type: "content_block_stop", index: 0 },
    { type: "message_delta", delta: { stop_reason: stop, stop_sequence: null }, usage: { output_tokens: 5 } },
    { type: "message_stop" },
  ];
  const stream = events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");
  return new Response(stream, { headers: { "content-type": "text/event-stream" } });
}
