/** Valid texts of each kind, as hive or what hive replaces writes them. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { checkpointType, observationEntry } from "../../../src/capture/entries.ts";
import { factsOf } from "../../../src/agents/claude-code/facts.ts";
import type { Heartbeat } from "../../../src/supervisor/heartbeat.ts";
import { parsePayload } from "../../../src/agents/claude-code/payload.ts";
import { completeEntry } from "../../../src/queue/entry.ts";

const FIXTURES = join(import.meta.dir, "../../fixtures/hook-payloads");

/** What an agent writes to the hook. */
export const PAYLOAD_TEXTS = readdirSync(FIXTURES).map((name) =>
  JSON.stringify(JSON.parse(readFileSync(join(FIXTURES, name), "utf8"))),
);

/** The entry that the hook makes of each. */
export const HOOK_ENTRIES = PAYLOAD_TEXTS.flatMap((text) => {
  const payload = parsePayload(text);
  if (payload === null) return [];
  const { agent, event, sessionId } = payload;
  const seen = { agent, event, sessionId, instanceId: "i", atMs: 1e12, facts: factsOf(payload, 1e12), pid: 7 };
  const checkpoint = checkpointType(event);
  return [completeEntry(observationEntry(checkpoint === null ? seen : { ...seen, checkpoint }), 1e12)];
});

/** An entry with all that any program may write into it. */
export const FOREIGN_ENTRY =
  '{"operation":"o","payload":{"a":[1]},"metadata":{"b":2},"created_at":"2026","retries":1,"not_before_ms":1000,"hive_id":"i"}';

/** Entries as they lie in `pending/`. */
export const ENTRY_TEXTS = [
  ...HOOK_ENTRIES.map((entry) => JSON.stringify(entry)),
  '{"operation":"note","sql":"UPDATE sessions SET objective = \'ship it\'"}',
  FOREIGN_ENTRY,
];

export const LETTER_TEXTS = [
  {
    entry_id: "0199d1c0-0000-7000-8000-000000000000",
    reason: { code: "HIVE_INVALID_ENTRY", message: "unknown operation" },
    attempts: 3,
    failed_at: "2026-01-01T00:00:00.000Z",
    entry: { operation: "o", payload: { a: [1] }, retries: 2 },
  },
  {
    entry_id: "file:1:2",
    reason: { code: "HIVE_INVALID_ENTRY", message: "not JSON" },
    attempts: 1,
    failed_at: "2026-01-01T00:00:00.000Z",
    entry: null,
    raw: "{",
    raw_encoding: "utf8",
    kept_as: "5_a.1f.orig",
  },
].map((letter) => JSON.stringify(letter));

/** What a worker says of itself. */
export const HEARTBEAT: Heartbeat = {
  timestamp: "2026-01-01T00:00:00.000Z",
  pid: 1,
  mode: "event",
  iteration: 3,
  events_processed: 2,
  last_process_time: "2026-01-01T00:00:00.000Z",
  idle_seconds: 1,
  queue_size: 0,
  processing_count: 0,
  worker: "1-held",
  start_token: "t",
  process_start: "123",
  background: false,
  version: "0.1.0",
  started_at: "2026-01-01T00:00:00.000Z",
  fallback_reason: null,
  watch: "proven",
  doorbell: "proven",
  watcher_restarts: 0,
  duplicates: 0,
  failed: 0,
  retried: 0,
  recovered: 0,
  wakes: { start: 1, watch: 0 },
  rings: 1,
  watch_events: 1,
  missed_wakes: 0,
  store_error: null,
  queue_error: null,
  targets: [{ name: "archive", error: "locked", refused: 1 }],
  latency: { n: 1, p50Ms: 1, p99Ms: 1, maxMs: 1 },
  throughput_per_second: 100,
  stopped_at: null,
};

/** Terminal controls, and the marks that turn the direction of writing. Line ends are hive's own. */
export const UNPRINTABLE = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;
