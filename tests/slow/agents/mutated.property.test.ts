/** Recorded payloads as later versions may write them: other spellings, other nesting, other types, and more of each. */
import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { array, assert, constantFrom, nat, property, record } from "fast-check";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { safeParse } from "valibot";
import { claudeCodeHook } from "../../../src/agents/claude-code/hook.ts";
import { agentOf, type AgentName } from "../../../src/agents/detect.ts";
import { loadHook } from "../../../src/agents/load-hook.ts";
import { ObservationSchema } from "../../../src/model/observation.ts";
import { recordedPayloads } from "../../support/sessions/agent-payloads.ts";

// A busy machine takes its time for megabytes.
setDefaultTimeout(120_000);

type Fields = Record<string, unknown>;

const AGENTS: ReadonlyArray<readonly [directory: string, agent: AgentName]> = [
  ["claude", "claude-code"],
  ["codex", "codex"],
  ["gemini", "gemini"],
  ["qwen", "qwen"],
  ["copilot", "copilot"],
  ["vscode", "vscode"],
  ["cursor", "cursor"],
  ["opencode", "opencode"],
];
const FOREIGN = AGENTS.filter(([, agent]) => agent !== "claude-code");
const environments = JSON.parse(
  readFileSync(join(import.meta.dir, "../../fixtures/agents/env.json"), "utf8"),
) as Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/** The variables of an agent's hooks. A value that it sets at some events alone is an object. */
function environmentOf(directory: string): Record<string, string> {
  const told = Object.entries(environments[directory] ?? {});
  return Object.fromEntries(told.filter((entry): entry is [string, string] => typeof entry[1] === "string"));
}

const MARK = "a line of somebody's file";
const CONTENTS = /content|old|new|text|diff|patch|edits|preview|code/i;
/** Tools that are given texts of files, or read them. */
const FILE_TOOLS =
  /^(?:write|edit|multiedit|create|replace|write_file|Write|Edit|StrReplace|create_file|replace_string_in_file|read|read_file|view|Read|apply_patch)$/;

/** A recorded payload whose texts of files all hold {@link MARK}. */
function marked(text: string): Fields {
  const fields = JSON.parse(text) as Fields;
  if (!FILE_TOOLS.test(String(fields["tool_name"] ?? fields["toolName"]))) return fields;
  return JSON.parse(text, (name, value: unknown) => {
    if (typeof value !== "string") return value;
    if (value.includes("*** Begin Patch")) return value.replaceAll("\n+", `\n+${MARK} `);
    return CONTENTS.test(name) && !/path|name/i.test(name) ? `${MARK}\n${value}` : value;
  }) as Fields;
}

const snake = (name: string): string => name.replaceAll(/(?<=[a-z])[A-Z]/g, (letter) => `_${letter}`).toLowerCase();
const camel = (name: string): string => name.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
const kebab = (name: string): string => snake(name).replaceAll("_", "-");

const isMark = (name: string): boolean => /event|version|^transcript|^agent$|^conversation|^generation/i.test(name);

/** The fields under other names, but those by which an agent is known. */
const respelled = (fields: Fields, spell: (name: string) => string): Fields =>
  Object.fromEntries(Object.entries(fields).map(([name, value]) => [isMark(name) ? name : spell(name), value]));

/** A tool's call as an object in the payload. */
function withCall(fields: Fields, place: string, [name, input, response]: readonly [string, string, string]): Fields {
  const { tool_name, toolName, tool_input, toolInput, toolArgs, tool_response, tool_output, toolResult, ...rest } =
    fields;
  const tool = tool_name ?? toolName;
  if (tool === undefined) return fields;
  const call = {
    [name]: tool,
    [input]: tool_input ?? toolInput ?? toolArgs,
    [response]: tool_response ?? tool_output ?? toolResult,
  };
  return { ...rest, [place]: call };
}

function withTextInput(fields: Fields): Fields {
  const { tool_input: input } = fields;
  return typeof input === "object" ? { ...fields, tool_input: JSON.stringify(input) } : fields;
}

function without(fields: Fields, name: string): Fields {
  const { [name]: _left, ...rest } = fields;
  return rest;
}

/** Spellings and nestings, which change nothing that a call tells. */
const FORMS: Readonly<Record<string, (fields: Fields) => Fields>> = {
  "in snake case": (fields) => respelled(fields, snake),
  "in camel case": (fields) => respelled(fields, camel),
  "in kebab case": (fields) => respelled(fields, kebab),
  "with a call in tool_call": (fields) => withCall(fields, "tool_call", ["name", "arguments", "result"]),
  "with a call in tool": (fields) => withCall(fields, "tool", ["name", "input", "output"]),
  "with a call in call": (fields) => withCall(fields, "call", ["toolName", "toolInput", "toolResponse"]),
  "with an input as a text": withTextInput,
  "with fields of a later version": (fields) => ({
    ...fields,
    effort: { level: 1 },
    clientVersion: "99",
    extra: [{ a: null }],
  }),
};

const LARGE = "x".repeat(1024 ** 2);
/** Values of other types than a field has; undefined for no field. */
const VALUES: readonly unknown[] = [
  undefined,
  null,
  7,
  -1.5,
  true,
  "7",
  "",
  "\n",
  [],
  [null],
  [[]],
  {},
  { a: { b: [] } },
  LARGE,
];

/** Every object in a value, itself among them. */
function objectsIn(value: unknown): Fields[] {
  if (typeof value !== "object" || value === null) return [];
  const inside = Object.values(value).flatMap(objectsIn);
  return Array.isArray(value) ? inside : [value as Fields, ...inside];
}

/** Gives one field at any depth another value. The marks of an agent stay. */
function withValue(fields: Fields, { which, field, value }: { which: number; field: number; value: number }): Fields {
  const changed = structuredClone(fields);
  const objects = objectsIn(changed);
  const object = objects[which % objects.length]!;
  const names = Object.keys(object).filter((name) => !/^(?:transcript|agent$|cursor_version|turn_id)/.test(name));
  const name = names[field % Math.max(1, names.length)];
  if (name !== undefined) object[name] = VALUES[value % VALUES.length];
  return changed;
}

/** The observation of a payload as the hook makes it; null where it ignores the payload. */
async function observe(fields: Fields, env: Record<string, string>) {
  const text = JSON.stringify(fields);
  const agent = agentOf(fields, env);
  const hook = agent === "claude-code" ? claudeCodeHook : await loadHook(agent);
  const payload = hook.parse(text, JSON.parse(text) as Fields);
  if (payload === null) return null;
  const { event, sessionId } = payload;
  return { agent, event, sessionId, instanceId: "i", atMs: 1, facts: hook.facts(payload, 1) };
}

/** Far more than the facts of any call: their lists and texts are bounded. */
const MAX_FACTS_CHARS = 100_000;

describe.each(AGENTS)("a payload of %s", (directory, agent) => {
  const payloads = recordedPayloads(directory).map(({ text }) => marked(text));
  const env = environmentOf(directory);

  test("leaves no text of a file in a fact", async () => {
    for (const payload of payloads) expect(JSON.stringify(await observe(payload, env))).not.toContain(MARK);
  });

  test("in any form, with other values in its fields, is never refused, large, another's, or a text of a file", async () => {
    const change = record({ which: nat(), field: nat(), value: nat() });
    const cases: Array<readonly [Fields, ReturnType<typeof observe>]> = [];
    assert(
      property(
        constantFrom(...payloads),
        constantFrom(...Object.values(FORMS)),
        array(change, { maxLength: 3 }),
        (payload, form, changes) => {
          const fields = changes.reduce(withValue, form(payload));
          cases.push([fields, observe(fields, env)]);
        },
      ),
      { numRuns: 400 },
    );
    for (const [fields, observed] of cases) {
      const seen = await observed;
      if (seen === null) continue;
      const shown = JSON.stringify(fields).slice(0, 3000);
      if (agent !== "claude-code") expect([shown, seen.agent]).not.toEqual([shown, "claude-code"]);
      expect([shown, safeParse(ObservationSchema, seen).issues]).toEqual([shown, undefined]);
      const facts = JSON.stringify(seen.facts);
      expect([shown, facts.length < MAX_FACTS_CHARS, facts.includes(MARK)]).toEqual([shown, true, false]);
    }
  });
});

describe.each(FOREIGN)("a payload of %s tells the same", (directory) => {
  const env = environmentOf(directory);

  test.each(Object.entries(FORMS))("%s", async (_name, form) => {
    for (const { name, text } of recordedPayloads(directory)) {
      const fields = JSON.parse(text) as Fields;
      const told = async (given: Fields): Promise<unknown> => {
        const seen = await observe(given, env);
        // Without an id each call has a key of its own.
        return seen && { ...seen, facts: seen.facts.map(({ kind, data }) => [kind, data]) };
      };
      expect([name, await told(form(fields))]).toEqual([name, await told(fields)]);
    }
  });

  test("without its directory, but the place", async () => {
    for (const { name, text } of recordedPayloads(directory)) {
      const fields = JSON.parse(text) as Fields;
      const seen = await observe(without(without(fields, "cwd"), "workspace_roots"), env);
      const before = await observe(fields, env);
      expect([name, seen?.facts.map(({ kind }) => kind)]).toEqual([name, before?.facts.map(({ kind }) => kind)]);
    }
  });

  test("and is not Claude Code's with a transcript of another type", () => {
    for (const { text } of recordedPayloads(directory)) {
      for (const value of [null, 7, [], {}, true]) {
        expect(agentOf({ ...(JSON.parse(text) as Fields), transcript_path: value }, env)).not.toBe("claude-code");
      }
    }
  });
});
