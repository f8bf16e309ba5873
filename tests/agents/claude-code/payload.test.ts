import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parsePayload } from "../../../src/agents/claude-code/payload.ts";

const FIXTURES = join(import.meta.dir, "../../fixtures/hook-payloads");
const HANDLED = new Set([
  "PostToolUse",
  "PostToolUseFailure",
  "SessionStart",
  "UserPromptSubmit",
  "Stop",
  "SubagentStop",
  "PreCompact",
  "SessionEnd",
]);

function stop(fields: Record<string, unknown>): string {
  return JSON.stringify({ hook_event_name: "Stop", session_id: "s1", ...fields });
}

describe("parsePayload", () => {
  test.each(readdirSync(FIXTURES))("%s keeps its event, session id and fields, or is null when not handled", (name) => {
    const text = readFileSync(join(FIXTURES, name), "utf8");
    const fields = JSON.parse(text);
    const event = fields.hook_event_name;
    expect(parsePayload(text)).toEqual(
      HANDLED.has(event) ? { agent: "claude-code", event, sessionId: fields.session_id, fields, text } : null,
    );
  });

  test.each(["", "  ", "{", "null", "1", '"text"', "[]", '[{"session_id":"s1"}]', "{}"])(
    "null for %j, which is no payload",
    (text) => {
      expect(parsePayload(text)).toBeNull();
    },
  );

  test.each(
    [undefined, null, 7, "", {}, ["s1"], "a\nb", "a\u0000", "\u007f", "\u009f", "x".repeat(257)].map((it) => ({
      it,
      json: JSON.stringify(it)?.slice(0, 20),
    })),
  )("null for the session id $json", ({ it: sessionId }) => {
    expect(parsePayload(stop({ session_id: sessionId }))).toBeNull();
  });

  test("a session id of 256 characters is kept as given", () => {
    const sessionId = "é".repeat(256);
    expect(parsePayload(stop({ session_id: sessionId }))?.sessionId).toBe(sessionId);
  });

  test.each([undefined, null, 1, "stop", "PreToolUse", "constructor", ["Stop"]].map((event) => ({ event })))(
    "null for the event $event",
    ({ event }) => {
      expect(parsePayload(stop({ hook_event_name: event }))).toBeNull();
    },
  );

  test("JSON nested too deeply to parse is null or a payload, never a throw", () => {
    const text = `{"hook_event_name":"Stop","session_id":"s1","x":${"[".repeat(1e6)}${"]".repeat(1e6)}}`;
    expect(() => parsePayload(text)).not.toThrow();
  });
});
