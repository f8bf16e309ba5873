import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { MAX_EXCERPT_CHARS } from "../../../src/model/failure.ts";
import { factsOf } from "../../../src/agents/claude-code/facts.ts";
import { MAX_CHARS, parsePayload } from "../../../src/agents/claude-code/payload.ts";
import type { Fact } from "../../../src/model/observation.ts";
import { SECRETS } from "../../redact/secrets-fixture.ts";

const FIXTURES = join(import.meta.dir, "../../fixtures/hook-payloads");
const payloads = readdirSync(FIXTURES)
  .map((name) => readFileSync(join(FIXTURES, name), "utf8"))
  .filter((text) => parsePayload(text) !== null);
const NAMES = [...new Set(payloads.flatMap((text) => [...text.matchAll(/"(\w+)":/g)].map((match) => match[1] ?? "")))];
const KEPT_AS_IS = new Set(["session_id", "hook_event_name"]);

/** The payload with every value of that name, at any depth, replaced. */
function withField(text: string, name: string, value: unknown): string {
  return JSON.stringify(JSON.parse(text), (key, old) => (key === name && !KEPT_AS_IS.has(key) ? value : old));
}

function mustParse(text: string) {
  const payload = parsePayload(text);
  if (payload === null) throw new Error("a fixture became unreadable");
  return payload;
}

/** All strings in the facts with the name of the field that holds them. */
function stringsOf(facts: Fact[]): Array<readonly [name: string, text: string]> {
  const strings: Array<readonly [string, string]> = [];
  JSON.stringify(facts, (name, value: unknown) => {
    if (typeof value === "string") strings.push([name, value]);
    return value;
  });
  return strings;
}

/** The cap of each field of any fact; those not named here are words or ids. */
const CAPS: Record<string, number> = {
  key: MAX_CHARS.path,
  cwd: MAX_CHARS.path,
  transcriptPath: MAX_CHARS.path,
  filePath: MAX_CHARS.path,
  target: MAX_CHARS.path,
  text: MAX_CHARS.message,
  lastMessage: MAX_CHARS.agentMessage,
  error: MAX_EXCERPT_CHARS,
  command: MAX_CHARS.command,
  description: MAX_CHARS.description,
  title: MAX_CHARS.description,
  prompt: MAX_CHARS.description,
  content: MAX_CHARS.todo,
  subject: MAX_CHARS.todo,
  instructions: MAX_CHARS.prompt,
};

test("any JSON in any field gives facts that survive JSON, never a throw", () => {
  fc.assert(
    fc.property(fc.constantFrom(...payloads), fc.constantFrom(...NAMES), fc.jsonValue(), (text, name, value) => {
      const facts = factsOf(mustParse(withField(text, name, value)), 1);
      expect(JSON.parse(JSON.stringify(facts))).toEqual(facts);
      expect(facts[0]?.kind).toBe("session");
    }),
    { numRuns: 2000 },
  );
});

test("no string of a fact is longer than its cap, whatever its field held", () => {
  for (const text of payloads) {
    for (const name of NAMES) {
      for (const [field, kept] of stringsOf(factsOf(mustParse(withField(text, name, "long text ".repeat(2000))), 1))) {
        expect([field, kept.length <= (CAPS[field] ?? MAX_CHARS.id)]).toEqual([field, true]);
      }
    }
  }
});

test("no secret survives in any field", () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...payloads),
      fc.constantFrom(...NAMES),
      fc.constantFrom(...SECRETS.filter(([kind]) => !kind.startsWith("url-"))),
      (text, name, [, before, secret]) => {
        const facts = factsOf(mustParse(withField(text, name, `a ${before}${secret} b`)), 1);
        for (const [, kept] of stringsOf(facts)) expect(kept).not.toContain(secret);
      },
    ),
    { numRuns: 3000 },
  );
});

test("a secret that one field tells is gone from every other", () => {
  const secret = "aB3" + "kQ9z".repeat(5);
  let checked = 0;
  for (const text of payloads) {
    const isKept = (name: string): boolean =>
      JSON.stringify(factsOf(mustParse(withField(text, name, "a-marked-text")), 1)).includes("a-marked-text");
    const kept = NAMES.filter(isKept);
    for (const telling of kept) {
      for (const other of kept.filter((name) => name !== telling)) {
        const both = withField(withField(text, other, `see ${secret} there`), telling, `API_KEY=${secret}`);
        const facts = JSON.stringify(factsOf(mustParse(both), 1));
        // the name of a tool decides which other fields are kept
        if (!facts.includes("API_KEY=")) continue;
        expect(facts).not.toContain(secret);
        checked += 1;
      }
    }
  }
  expect(checked).toBeGreaterThan(200);
});

test("nothing of what a tool wrote, replaced or printed is kept", () => {
  const written = [
    "content",
    "old_string",
    "new_string",
    "stdout",
    "stderr",
    "original_file",
    "originalFile",
    "new_source",
  ];
  for (const text of payloads.filter((it) => !it.includes("newTodos") && !it.includes('"agentId"'))) {
    for (const name of written) {
      const facts = factsOf(mustParse(withField(text, name, "the-marked-content")), 1);
      expect(JSON.stringify(facts)).not.toContain("the-marked-content");
    }
  }
});
