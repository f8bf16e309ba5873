/** Entries as the hook makes them from recorded calls: the real content of a hive queue. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULTS } from "../../src/base/config/config.ts";
import { checkpointType, observationEntry } from "../../src/capture/entries.ts";
import { claudeCodeHook } from "../../src/agents/claude-code/hook.ts";
import type { NewEntry } from "../../src/queue/entry.ts";
import { TOP } from "../harness/rig.ts";

/** Ten tool calls and the end of a turn, as an agent sends them. */
const TURN = [
  "38-userpromptsubmit",
  "03-posttooluse-edit",
  "06-posttooluse-bash",
  "01-posttooluse-write-create",
  "06-posttooluse-bash",
  "03-posttooluse-edit",
  "11-posttoolusefailure-bash",
  "02-posttooluse-write-update",
  "06-posttooluse-bash",
  "18-posttooluse-todowrite",
  "03-posttooluse-edit",
  "06-posttooluse-bash",
  "29-stop",
].map(recorded);

/** With its start and a proper end. */
export const WHOLE_SESSION = [
  recorded("21-sessionstart-startup"),
  ...TURN,
  recorded("26-sessionend-prompt-input-exit"),
];

function recorded(name: string): string {
  return readFileSync(join(TOP, "tests/fixtures/hook-payloads", `${name}.json`), "utf8");
}

/** The number of sessions that work at the same time. */
export const SESSIONS = 10;
/** The calls after which another session begins: a busy day has 630,000 in 3,000 sessions. */
const CALLS_A_SESSION = 210;
/** Between two calls of one session. */
const STEP_MS = 3000;
/** The directory of the recording. */
const RECORDED_IN = "/home/dana/code/ledger-api";
const THROTTLE_MS = DEFAULTS.checkpointIntervalSeconds * 1000;

interface Sessions {
  /** How many work at the same time. @default SESSIONS */
  readonly sessions?: number;
  /** The calls after which the next ones begin. @default those of a busy day */
  readonly callsASession?: number;
  /** The number of the first of them. @default 0 */
  readonly first?: number;
  /** The one in which they work. @default the one of the recording, which does not exist */
  readonly directory?: string;
  /** Whether each begins with a SessionStart and ends with a SessionEnd, as whole sessions do. @default false */
  readonly areWhole?: boolean;
}

/** A call as an agent sends it to the hook. */
export interface RecordedCall {
  readonly text: string;
  readonly atMs: number;
}

/**
 * A number of recorded calls, of ten sessions that work at the same time and then of the next ten; the last call is now.
 * Each has its own operation and file.
 */
export function* recordedCalls(
  count: number,
  nowMs: number,
  {
    sessions = SESSIONS,
    callsASession = CALLS_A_SESSION,
    first = 0,
    directory = RECORDED_IN,
    areWhole = false,
  }: Sessions = {},
): Generator<RecordedCall> {
  const calls = areWhole ? WHOLE_SESSION : TURN;
  for (let index = 0; index < count; index += 1) {
    const turn = Math.floor(index / sessions);
    const session = first + (index % sessions) + sessions * Math.floor(turn / callsASession);
    const text = calls[turn % calls.length]!.replaceAll(
      "5f0c2b1e-7a64-4d0f-9c3a-2f8e61b7d9a4",
      `5f0c2b1e-7a64-4d0f-9c3a-${String(session).padStart(12, "0")}`,
    )
      .replaceAll(RECORDED_IN, directory)
      .replaceAll(/toolu_\w+/g, `toolu_${Bun.hash(String(index)).toString(36)}`)
      .replaceAll("accounts.ts", `accounts-${turn % 200}.ts`);
    yield { text, atMs: nowMs - (Math.floor(count / sessions) - turn) * STEP_MS };
  }
}

/**
 * The entries of {@link recordedCalls}: the hook's own code reads, redacts and clips them. Checkpoints are as frequent as
 * with the hook.
 */
export function* observations(count: number, nowMs: number, given: Sessions = {}): Generator<NewEntry> {
  const lastMs = new Map<string, number>();
  for (const { text, atMs } of recordedCalls(count, nowMs, given)) {
    const payload = claudeCodeHook.parse(text)!;
    const { event, agent, sessionId } = payload;
    const type = checkpointType(event);
    const isThrottled = type === "auto" && atMs - (lastMs.get(sessionId) ?? 0) < THROTTLE_MS;
    if (type !== null && !isThrottled) lastMs.set(sessionId, atMs);
    yield observationEntry({
      sessionId,
      instanceId: sessionId,
      atMs,
      event,
      agent,
      facts: claudeCodeHook.facts(payload, atMs),
      ...(type === null || isThrottled ? {} : { checkpoint: type }),
    });
  }
}
