/** Each recorded payload gives the same facts in each spelling of its fields and of its event, and with fields that are new. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { AgentHook } from "../../src/agents/agent.ts";
import { agentOf } from "../../src/agents/detect.ts";
import { claudeCodeHook } from "../../src/agents/claude-code/hook.ts";
import { hasUsualNames } from "../../src/agents/claude-code/payload.ts";
import { loadHook } from "../../src/agents/load-hook.ts";
import { inSnakeCase } from "../../src/agents/translate.ts";

type Fields = Readonly<Record<string, unknown>>;

const FIXTURES = join(import.meta.dir, "../fixtures/agents");
const directories = readdirSync(FIXTURES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const recorded = directories.flatMap(({ name }) => readdirSync(join(FIXTURES, name)).map((file) => `${name}/${file}`));

const snake = (name: string): string => Object.keys(inSnakeCase({ [name]: 0 })).at(-1)!;
const camel = (name: string): string =>
  snake(name).replaceAll(/_(\w)/g, (_all, letter: string) => letter.toUpperCase());
const kebab = (name: string): string => snake(name).replaceAll("_", "-");
const pascal = (name: string): string => camel(name).replace(/^./, (letter) => letter.toUpperCase());

const named = (spell: (name: string) => string) => (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [spell(name), value]));
const renamed = (from: string, to: string) => (fields: Fields) =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [name === from ? to : name, value]));
const withEvent = (spell: (name: string) => string) => (fields: Fields) => {
  const event = fields["hook_event_name"];
  return typeof event === "string" ? { ...fields, hook_event_name: spell(event) } : fields;
};

const FORMS: Readonly<Record<string, (fields: Fields) => Fields>> = {
  fields_of_this_form: named(snake),
  fieldsOfThisForm: named(camel),
  "fields-of-this-form": named(kebab),
  FieldsOfThisForm: named(pascal),
  events_of_this_form: withEvent(snake),
  "events-of-this-form": withEvent(kebab),
  eventsOfThisForm: withEvent(camel),
  EventsOfThisForm: withEvent(pascal),
  "fields that are new": (fields) => ({ ...fields, new_field: { a: [1] }, schema_version: 9 }),
  "tool for tool_name": renamed("tool_name", "tool"),
  "arguments for tool_input": renamed("tool_input", "arguments"),
  "result for tool_response": renamed("tool_response", "result"),
  "call_id for tool_use_id": renamed("tool_use_id", "call_id"),
  "conversation_id for session_id": renamed("session_id", "conversation_id"),
  "event_name for hook_event_name": renamed("hook_event_name", "event_name"),
};

async function read(fields: Fields) {
  const text = JSON.stringify(fields);
  const agent = agentOf(fields, {});
  const usual = agent === "claude-code" && hasUsualNames(fields) ? claudeCodeHook.parse(text, fields) : null;
  const hook: AgentHook = usual === null ? await loadHook(agent, fields) : claudeCodeHook;
  const payload = usual ?? hook.parse(text, fields);
  if (payload === null) return { agent: hook.id };
  const facts = hook.facts(payload, 1).filter(({ kind }) => kind !== "session");
  // A call without an id has a key of its own.
  const told = facts.map(({ kind, key, data }) => [
    kind,
    kind === "file" ? key : "",
    { ...data, durationMs: undefined },
  ]);
  return { agent: hook.id, event: payload.event, sessionId: payload.sessionId, cwd: payload.fields["cwd"], told };
}

test.each(Object.entries(FORMS))("%s", async (_form, change) => {
  for (const path of recorded) {
    const fields = JSON.parse(readFileSync(join(FIXTURES, path), "utf8")) as Fields;
    expect([path, await read(change(fields))]).toEqual([path, await read(fields)]);
  }
});

test.each([
  ["Stop", { event: "turn_end", sessionId: "s", turnId: "t" }],
  ["PostToolUse", { event: "tool.completed", sessionId: "s", toolName: "bash", toolResult: "ok" }],
  ["PostToolUse", { eventType: "tool.completed", SessionId: "s", timestamp: 1, toolName: "bash", toolResult: "ok" }],
])("one field in another spelling does not make an agent known: %s %j", async (event, fields) => {
  expect(await read(fields)).toMatchObject({ agent: "unknown", event, sessionId: "s" });
});
