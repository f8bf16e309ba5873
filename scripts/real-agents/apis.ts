/** The APIs of models that the agents speak: OpenAI's Responses and Chat Completions, Gemini's. */
import { listOf, recordOf } from "../../src/agents/claude-code/payload.ts";
import type { Reply } from "./script.ts";

type Fields = Readonly<Record<string, unknown>>;

/** One piece of what the agent sent. */
export interface Sent {
  readonly role: string;
  readonly text: string;
}

export interface Api {
  readonly path: RegExp;
  readonly sent: (body: Fields) => Sent[];
  /** The names of the tools. */
  readonly tools: (body: Fields) => string[];
  readonly answer: (body: Fields, reply: Reply, n: number, path: string) => Response;
}

const records = (value: unknown): Fields[] => listOf(value).map(recordOf);
const wordOf = (value: unknown): string => (typeof value === "string" ? value : "");

function plain(value: unknown): string {
  if (typeof value === "string") return value;
  const parts = records(value).map((part) => part["text"] ?? JSON.stringify(part));
  return Array.isArray(value) ? parts.map(wordOf).join("\n") : JSON.stringify(value ?? "");
}

const stream = (events: readonly string[]): Response =>
  new Response(events.join(""), { headers: { "content-type": "text/event-stream" } });
const named = (type: string, fields: object): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...fields })}\n\n`;
const unnamed = (fields: object): string => `data: ${JSON.stringify(fields)}\n\n`;

const responses: Api = {
  path: /\/responses$/,
  sent: ({ instructions, input }) => [
    { role: "system", text: plain(instructions) },
    ...records(input).map(({ role, type, content, output, arguments: args, input: raw }) => ({
      role: wordOf(role ?? type),
      text: plain(content ?? output ?? args ?? raw),
    })),
  ],
  tools: ({ tools }) => records(tools).map(({ name, type }) => wordOf(name ?? type)),
  answer(_body, { text, call }, n) {
    const id = `resp_${n}`;
    const usage = { input_tokens: 10, output_tokens: 5, total_tokens: 15 };
    const done = { status: "completed" };
    const message = { type: "message", role: "assistant", content: [{ type: "output_text", text, annotations: [] }] };
    const called =
      call?.raw === undefined
        ? { type: "function_call", arguments: JSON.stringify(call?.args ?? {}) }
        : { type: "custom_tool_call", input: call.raw };
    const item =
      call === undefined
        ? { id: `msg_${n}`, ...message, ...done }
        : { id: `fc_${n}`, ...called, call_id: `call_${n}`, name: call.name, ...done };
    return stream([
      named("response.created", { response: { id, status: "in_progress", output: [] } }),
      named("response.output_item.added", { output_index: 0, item }),
      named("response.output_item.done", { output_index: 0, item }),
      named("response.completed", { response: { id, ...done, output: [item], usage } }),
    ]);
  },
};

const chat: Api = {
  path: /\/chat\/completions$/,
  sent: ({ messages }) =>
    records(messages).map(({ role, content, tool_calls: calls }) => ({
      role: wordOf(role),
      text: `${plain(content)}${calls === undefined ? "" : JSON.stringify(calls)}`,
    })),
  tools: ({ tools }) => records(tools).map((tool) => wordOf(recordOf(tool["function"])["name"])),
  answer({ model, stream: isStream }, { text, call }, n) {
    const calls = call && [
      {
        index: 0,
        id: `call_${n}`,
        type: "function",
        function: { name: call.name, arguments: JSON.stringify(call.args) },
      },
    ];
    const message = { role: "assistant", content: text ?? null, ...(calls && { tool_calls: calls }) };
    const finish = call === undefined ? "stop" : "tool_calls";
    const usage = { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15 };
    const base = { id: `chatcmpl-${n}`, created: 1, model };
    if (isStream !== true) {
      const choices = [{ index: 0, message, finish_reason: finish }];
      return Response.json({ ...base, object: "chat.completion", choices, usage });
    }
    const chunk = { ...base, object: "chat.completion.chunk" };
    return stream([
      unnamed({ ...chunk, choices: [{ index: 0, delta: message, finish_reason: null }] }),
      unnamed({ ...chunk, choices: [{ index: 0, delta: {}, finish_reason: finish }] }),
      unnamed({ ...chunk, choices: [], usage }),
      "data: [DONE]\n\n",
    ]);
  },
};

const gemini: Api = {
  path: /generateContent$/i,
  sent: ({ systemInstruction, contents }) => [
    { role: "system", text: plain(recordOf(systemInstruction)["parts"]) },
    ...records(contents).flatMap(({ role, parts }) =>
      records(parts).map((part) => ({ role: wordOf(role), text: wordOf(part["text"]) || JSON.stringify(part) })),
    ),
  ],
  tools: ({ tools }) =>
    records(tools).flatMap((tool) => records(tool["functionDeclarations"]).map(({ name }) => wordOf(name))),
  answer(_body, { text, call }, n, path) {
    const part = call === undefined ? { text } : { functionCall: { id: `fc_${n}`, name: call.name, args: call.args } };
    const answer = {
      candidates: [{ content: { role: "model", parts: [part] }, finishReason: "STOP", index: 0 }],
      usageMetadata: { promptTokenCount: 10, candidatesTokenCount: 5, totalTokenCount: 15 },
      modelVersion: "mock",
    };
    return path.includes("stream") ? stream([unnamed(answer)]) : Response.json(answer);
  },
};

export const APIS: readonly Api[] = [responses, chat, gemini];
