/** The recorded payloads of the released agents: see tests/fixtures/agents/README.md. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, constantFrom, dictionary, jsonValue, property, string } from "fast-check";
import { expect } from "bun:test";
import { safeParse } from "valibot";
import type { AgentHook } from "../../../src/agents/agent.ts";
import { type Fact, ObservationSchema } from "../../../src/model/observation.ts";
import type { Payload } from "../../contract/agent.ts";

const FIXTURES = join(import.meta.dir, "../../fixtures/agents");

/** An agent's payloads in the order in which they came. `ignored` matches the names of those that hive drops. */
export function recordedPayloads(agent: string, ignored = /^$/): Payload[] {
  const names = readdirSync(join(FIXTURES, agent)).toSorted();
  return names.map((name) => {
    const text = readFileSync(join(FIXTURES, agent, name), "utf8");
    return { name: name.replace(".json", ""), text, isHandled: !ignored.test(name) };
  });
}

/** The facts of one payload, its session's and its place left out. */
export function factsIn(hook: AgentHook, given: object | string): Fact[] {
  const payload = hook.parse(typeof given === "string" ? given : JSON.stringify(given));
  const facts = payload === null ? [] : hook.facts(payload, 1);
  return facts.filter(({ kind }) => kind !== "session" && kind !== "start" && kind !== "git");
}

/** The data of the one fact of a kind; undefined for none. */
export function dataOf(facts: readonly Fact[], kind: Fact["kind"]): Fact["data"] | undefined {
  const found = facts.filter((fact) => fact.kind === kind);
  expect(found.length).toBeLessThan(2);
  return found[0]?.data;
}

/** Any JSON in any field, and fields of which nobody knows, give an observation that the store takes, or none. */
export function assertTakesAnything(hook: AgentHook, payloads: readonly Payload[]): void {
  const texts = payloads.map(({ text }) => text);
  const names = [...new Set(texts.flatMap((text) => [...text.matchAll(/"(\w+)":/g)].map(([, name]) => name!)))];
  const more = dictionary(string(), jsonValue(), { maxKeys: 3 });
  assert(
    property(constantFrom(...texts), constantFrom(...names), jsonValue(), more, (text, name, value, unknown) => {
      const fields = JSON.parse(text, (key, old) => (key === name ? value : old)) as object;
      if (typeof fields !== "object" || fields === null) return;
      const payload = hook.parse(JSON.stringify({ ...unknown, ...fields }));
      if (payload === null) return;
      const { agent, event, sessionId } = payload;
      const seen = { agent, event, sessionId, instanceId: "i", atMs: 1, facts: hook.facts(payload, 1) };
      expect(safeParse(ObservationSchema, seen).issues).toBeUndefined();
    }),
    { numRuns: 1000 },
  );
}

/** Fields that a later version may add change no fact. */
export function assertIgnoresMore(hook: AgentHook, payloads: readonly Payload[]): void {
  for (const { name, text } of payloads) {
    const fields = JSON.parse(text) as Record<string, unknown>;
    const more = { ...fields, effort: { level: "high" }, client_version: "99.0", extra: [1, { a: null }] };
    const kinds = (given: object): unknown => factsIn(hook, given).map(({ kind, data }) => [kind, data]);
    expect([name, kinds(more)]).toEqual([name, kinds(fields)]);
  }
}

const SECRET = `ghp_${"aB3kQ9zX7mN2".repeat(3)}`;
const TOLD = [
  "prompt",
  "command",
  "description",
  "content",
  "message",
  "cwd",
  "llmContent",
  "textResultForLlm",
  "tool_response",
];

/** A secret that a payload tells is in none of its facts, in whichever text it stands. */
export function assertKeepsNoSecret(hook: AgentHook, payloads: readonly Payload[]): void {
  for (const { name, text } of payloads) {
    const withSecret = (key: string, value: unknown): unknown =>
      typeof value === "string" && TOLD.includes(key) ? `${value}\nGITHUB_TOKEN=${SECRET}` : value;
    const payload = hook.parse(JSON.stringify(JSON.parse(text, withSecret)));
    if (payload === null) continue;
    expect([name, JSON.stringify(hook.facts(payload, 1)).includes(SECRET.slice(0, 12))]).toEqual([name, false]);
  }
}
