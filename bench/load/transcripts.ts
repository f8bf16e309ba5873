/** Transcripts as the agents write them, of generated sessions, with lines that are no JSON among them. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const TRANSCRIPT_AGENTS = ["claude-code", "codex", "gemini", "copilot"] as const;
export type TranscriptAgent = (typeof TRANSCRIPT_AGENTS)[number];

/** The directory in which the sessions worked; it is gone. */
export const WORKED_IN = "/gone/shop";

interface Format {
  readonly path: (session: string, n: number) => string;
  /** A file beside the transcripts that names the directory. */
  readonly marker?: string;
  /** The first lines. */
  readonly head: (session: string, at: string) => readonly object[];
  /** A prompt. */
  readonly prompt: (key: string, at: string, text: string) => object;
}

const FORMATS: Readonly<Record<TranscriptAgent, Format>> = {
  "claude-code": {
    path: (session, n) => `.claude/projects/p${n % 10}/${session}.jsonl`,
    head: () => [],
    prompt: (uuid, timestamp, content) => ({ type: "user", uuid, cwd: WORKED_IN, timestamp, message: { content } }),
  },
  codex: {
    path: (session) => `.codex/sessions/2026/11/01/rollout-${session}.jsonl`,
    head: (id, timestamp) => [{ type: "session_meta", timestamp, payload: { id, cwd: WORKED_IN } }],
    prompt: (id, timestamp, message) => ({
      type: "event_msg",
      timestamp,
      payload: { type: "user_message", id, message },
    }),
  },
  gemini: {
    marker: ".gemini/tmp/shop/.project_root",
    path: (session) => `.gemini/tmp/shop/chats/session-${session}.jsonl`,
    head: (sessionId, startTime) => [{ sessionId, projectHash: "shop", startTime, lastUpdated: startTime }],
    prompt: (id, timestamp, text) => ({ id, timestamp, type: "user", content: [{ text }] }),
  },
  copilot: {
    path: (session) => `.copilot/session-state/${session}/events.jsonl`,
    head: (sessionId, timestamp) => [
      { type: "session.start", timestamp, data: { sessionId, context: { cwd: WORKED_IN } } },
    ],
    prompt: (id, timestamp, content) => ({ type: "user.message", id, timestamp, data: { content } }),
  },
};

/** Lines that are no object of JSON: one stands in each transcript. */
const BROKEN = ["no JSON", '{"type":', "\u0000\u001b]0;owned\u0007", "[1,2", "null", "7"];
const FIRST_MS = Date.parse("2026-11-01T10:00:00Z");

/** @param home the home directory that they are written below */
export function writeTranscripts(home: string, agent: TranscriptAgent, transcripts: number, messages: number): void {
  const { path, marker, head, prompt } = FORMATS[agent];
  if (marker !== undefined) {
    mkdirSync(dirname(join(home, marker)), { recursive: true });
    writeFileSync(join(home, marker), WORKED_IN, { mode: 0o600 });
  }
  for (let n = 0; n < transcripts; n += 1) {
    const session = `${agent}-${n}`;
    const timeOf = (message: number): string => new Date(FIRST_MS + message * 1000).toISOString();
    const prompts = Array.from({ length: messages }, (_, m) =>
      prompt(`m-${n}-${m}`, timeOf(m), `prompt ${n} ${m}: ${wordsOf(n * messages + m)}`),
    );
    const lines = [...head(session, timeOf(0)), ...prompts].map((line) => JSON.stringify(line));
    const full = join(home, path(session, n));
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, [...lines, BROKEN[n % BROKEN.length], ""].join("\n"), { mode: 0o600 });
  }
}

/** Sixty words, some of which are in every message and most in few. */
const wordsOf = (seed: number): string =>
  Array.from({ length: 60 }, (_, index) => `w${Math.floor(30_000 ** (((seed * 61 + index * 7919) % 997) / 997))}`).join(
    " ",
  );
