/** Entries as the hook makes them of recorded calls: what a queue of hive's really holds. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { DEFAULTS } from "../src/base/config.ts";
import { checkpointType, observationEntry } from "../src/capture/entries.ts";
import { factsOf } from "../src/agents/claude-code/facts.ts";
import { parsePayload } from "../src/agents/claude-code/payload.ts";
import type { NewEntry } from "../src/queue/entry.ts";
import { TOP } from "./rig.ts";

/** Ten tool calls and the end of a turn, as an agent sends them. */
const CALLS = [
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
].map((name) => readFileSync(join(TOP, "tests/fixtures/hook-payloads", `${name}.json`), "utf8"));

const SESSIONS = 10;
/** Between two calls of one session. */
const STEP_MS = 3000;
const THROTTLE_MS = DEFAULTS.checkpointIntervalSeconds * 1000;

/**
 * The entries of so many calls, of ten sessions that work at the same time, the last of them now. Each operation and file
 * is its own; a checkpoint is taken as often as the hook takes one.
 */
export function* observations(count: number, nowMs: number): Generator<NewEntry> {
  const lastMs = new Map<string, number>();
  for (let index = 0; index < count; index += 1) {
    const turn = Math.floor(index / SESSIONS);
    const text = CALLS[turn % CALLS.length]!.replaceAll(
      "5f0c2b1e-7a64-4d0f-9c3a-2f8e61b7d9a4",
      `5f0c2b1e-7a64-4d0f-9c3a-${String(index % SESSIONS).padStart(12, "0")}`,
    )
      .replaceAll(/toolu_\w+/g, `toolu_${Bun.hash(String(index)).toString(36)}`)
      .replaceAll("accounts.ts", `accounts-${turn % 200}.ts`);
    const payload = parsePayload(text)!;
    const { event, agent, sessionId } = payload;
    const atMs = nowMs - (Math.floor(count / SESSIONS) - turn) * STEP_MS;
    const type = checkpointType(event);
    const isThrottled = type === "auto" && atMs - (lastMs.get(sessionId) ?? 0) < THROTTLE_MS;
    if (type !== null && !isThrottled) lastMs.set(sessionId, atMs);
    yield observationEntry({
      sessionId,
      instanceId: sessionId,
      atMs,
      event,
      agent,
      facts: factsOf(payload, atMs),
      ...(type === null || isThrottled ? {} : { checkpoint: type }),
    });
  }
}
