import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { callHook } from "../../support/hive.ts";
import { factsOf } from "../../../src/agents/claude-code/facts.ts";
import { parsePayload } from "../../../src/agents/claude-code/payload.ts";
import { tempDir } from "../../support/temp-dir.ts";

const CALL = {
  session_id: "s1",
  hook_event_name: "PostToolUse",
  tool_name: "Edit",
  tool_input: { file_path: "/f0.ts", old_string: "a", new_string: "b", edits: [{ a: 1 }] },
  tool_response: { filePath: "/f0.ts" },
  tool_use_id: "call_0",
  prompt_id: "p1",
};

/** The key of the operation, and that of the command where it is one. */
function keysOf(fields: object): string[] {
  const facts = factsOf(parsePayload(JSON.stringify({ ...CALL, ...fields }))!, 1);
  return facts.filter(({ kind }) => kind === "operation" || kind === "command").map(({ key }) => key);
}

const keyOf = (fields: object): string => keysOf(fields)[0]!;

test("two deliveries of one call have the same key, whatever else differs in them", () => {
  expect(keyOf({})).toMatch(/^call_0:[0-9a-z]+$/);
  expect(keyOf({ duration_ms: 7, tool_response: {}, transcript_path: "/t" })).toBe(keyOf({}));
});

test.each([
  { tool_name: "Write" },
  { tool_input: { ...CALL.tool_input, file_path: "/f1.ts" } },
  { tool_input: { ...CALL.tool_input, new_string: "c" } },
  { tool_input: { ...CALL.tool_input, edits: [{ a: 2 }] } },
  { tool_input: { file_path: "/f0.ts", old_string: "b", new_string: "a", edits: [{ a: 1 }] } },
  { tool_input: "text" },
  { tool_input: undefined },
  { prompt_id: "p2" },
  { prompt_id: undefined, turn_id: "t1" },
  { agent_id: "a1" },
  { hook_event_name: "PostToolUseFailure", tool_response: undefined, error: "Exit code 1" },
  { tool_response: { stdout: "1 pass" } },
  { tool_response: { stdout: "", stderr: "1 fail" } },
  { tool_use_id: "call_1" },
  { tool_use_id: undefined },
])("a call with the same id is another one with %j", (fields) => {
  expect(keyOf(fields)).not.toBe(keyOf({}));
});

test("a command has its operation's key", () => {
  const [operation, command] = keysOf({ tool_name: "Bash", tool_input: { command: "make" } });
  expect(command).toBe(operation);
});

test("an input that nests too deep to be written has a key", () => {
  const deep = `${"[".repeat(60_000)}${"]".repeat(60_000)}`;
  const text = JSON.stringify({ ...CALL, tool_input: { a: "deep" } }).replace('"deep"', deep);
  expect(factsOf(parsePayload(text)!, 1)[1]?.key).toMatch(/^call_0:[0-9a-z]+$/);
}, 60_000);

test("an entry of a tool's call has its operation's identity, so that a second delivery is one with it", async () => {
  using dir = tempDir();
  const calls = [
    {},
    { duration_ms: 1 },
    { prompt_id: "p2" },
    { hook_event_name: "UserPromptSubmit", prompt: "x" },
    { hook_event_name: "UserPromptSubmit", prompt: "x" },
  ];
  for (const fields of calls) await callHook(dir.root, JSON.stringify({ ...CALL, ...fields }));
  const directory = `${dir.root}/queue/pending`;
  const names = readdirSync(directory).toSorted((a, b) => a.slice(1).localeCompare(b.slice(1)));
  const ids = names.map(
    (name) => (JSON.parse(readFileSync(`${directory}/${name}`, "utf8")) as { hive_id?: string }).hive_id,
  );
  const [id, other] = [keyOf({}), keyOf({ prompt_id: "p2" })];
  expect(ids).toEqual([`observe:s1:${id}`, `observe:s1:${id}`, `observe:s1:${other}`, undefined, undefined]);
});
