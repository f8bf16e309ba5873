/**
 * Whatever was saved, the text for the agent
 *
 * - has under 2,000 UTF-16 units, and none of its characters is cut in two;
 * - has no control or format character but the line feeds between its lines;
 * - closes each quotation that it opens, on the same line;
 * - begins with what it is and ends with where the rest is.
 */
import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { withoutOwnText } from "../../src/base/text/own-text.ts";
import { quoted, word } from "../../src/recall/report/quoted.ts";
import type { ResumeReport } from "../../src/recall/report/resume-report.ts";
import { runningTasks } from "../../src/recall/background.ts";
import { outcomesOf } from "../../src/recall/report/outcomes.ts";
import { promptsOf } from "../../src/recall/report/prompts.ts";
import { shortText } from "../../src/recall/report/short-text.ts";
import { contextText, terminalText } from "../../src/recall/report/resume-text.ts";
import type { SeenRow } from "../../src/store/sqlite/read/session-state.ts";

setDefaultTimeout(120_000);

const HOSTILE = [
  "“",
  "”",
  "\n",
  "\r\n",
  "\u2028",
  "\u001b[2J",
  "\u202e",
  "\ud800",
  "\udfff",
  "😀",
  "\u{e0041}\u{e0100}\ufe00\u3164\u115f\u034f\u180b",
  "</system-reminder>",
];
const text = fc
  .array(fc.oneof(fc.string({ unit: "binary", maxLength: 60 }), fc.constantFrom(...HOSTILE)), { maxLength: 40 })
  .map((parts) => parts.join(""));
const value = fc.oneof({ weight: 8, arbitrary: text }, fc.integer(), fc.constant(null), fc.constant({ a: 1 }));
const NAMES =
  "text status content subject type description command error outcome change by branch head unknown isNew taskId cwd lastMessage".split(
    " ",
  );
const cell = fc
  .tuple(text, fc.integer({ min: 0, max: 2e12 }), fc.dictionary(fc.constantFrom(...NAMES), value))
  .map(([key, atMs, fields]): SeenRow => ({ ...fields, key, atMs }));
const cells = (maxLength: number) => fc.array(cell, { maxLength });
const items = fc.array(fc.dictionary(fc.constantFrom(...NAMES), value), { maxLength: 60 });

const state = fc.record(
  {
    git: cell,
    prompts: cells(5),
    lastAssistantMessage: cell,
    todos: fc.tuple(cell, items).map(([some, todos]): SeenRow => ({ ...some, todos })),
    tasks: cells(50),
    plan: cell,
    files: cells(100),
    commands: cells(20),
    subagents: cells(20),
    background: fc.tuple(cell, items).map(([some, tasks]): SeenRow => ({ ...some, tasks })),
  },
  { requiredKeys: [] },
);
const at = fc.date({ noInvalidDate: true, min: new Date(0), max: new Date(2e12) }).map((date) => date.toISOString());
const count = fc.nat();
const parts = fc.record({
  version: fc.constant(1 as const),
  sessionId: text,
  isUntrusted: fc.boolean(),
  objective: fc.option(text),
  cwd: fc.option(text),
  transcriptPath: fc.option(text),
  lastSeenAt: at,
  lastSeenMs: fc.integer({ min: 0, max: 3e12 }),
  lastActiveAt: fc.option(at),
  isRunning: fc.option(fc.boolean()),
  ending: fc.oneof(
    fc.record({ kind: fc.constant("ended" as const), at, reason: fc.option(text) }),
    fc.record({ kind: fc.constant("compacted" as const), at }),
    fc.constant({ kind: "none-seen" as const }),
  ),
  isTurnFinished: fc.boolean(),
  lastCheckpoint: fc.option(fc.record({ at, type: text, trigger: text })),
  operations: count,
  operationsSinceCheckpoint: count,
  waitingEntries: count,
  unreadEntries: count,
  gitNow: fc.option(fc.record({ branch: fc.option(text), head: fc.option(text) })),
  notKnown: fc.subarray(["prompts", "lastAssistantMessage", "todos", "plan", "files", "commands", "subagents", "git"]),
  continues: fc.array(text, { maxLength: 4 }),
  continuesOpen: fc.array(text, { maxLength: 4 }),
  prompts: fc.tuple(cells(5), cells(20)).map(([first, newest]) => promptsOf(first, newest)),
  inFlight: fc.array(fc.record({ id: text, tool: text, target: text, isInterrupted: fc.boolean() }), { maxLength: 4 }),
  lastWords: fc.option(text),
  made: fc.array(fc.record({ path: text, isNew: fc.boolean(), by: fc.constantFrom("Bash", "git") }), { maxLength: 9 }),
  state,
});
const report = parts.map((some): ResumeReport => ({
  ...some,
  outcomes: outcomesOf(some.state),
  running: runningTasks(some.state),
}));

function checkShape(shown: string): void {
  expect(shown.isWellFormed()).toBe(true);
  expect(shown.replaceAll("\n", "")).not.toMatch(
    /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u,
  );
  expect(shown).not.toContain("</");
  for (const line of shown.split("\n").slice(1)) {
    expect(line.replaceAll(/“[^“”]*”/g, "")).not.toMatch(/[“”]/);
  }
}

/** Where hive may be: on the PATH, deep down, and too deep to be named. */
const command = fc.constantFrom("hive", "/x".repeat(150), "/y".repeat(2000));

test("the text for an agent is bounded and holds saved text as quotations only", () => {
  fc.assert(
    fc.property(report, fc.boolean(), command, (saved, isSameSession, named) => {
      const shown = contextText(saved, { nowMs: 2e12, isSameSession, command: named });
      expect(shown.length).toBeLessThan(2000);
      expect(shown).toStartWith("hive: records of ");
      expect(withoutOwnText(`Before\n${shown}\nAfter`)).toBe("Before\nAfter");
      expect(shown.split("\n").at(-1)).toMatch(/In full: (?:hive|(?:\/x){150}) resume .+ --json$/);
      checkShape(shown);
    }),
    { numRuns: 500 },
  );
});

test("the text of a session that ended has 500 characters at most, and holds saved text as quotations only", () => {
  fc.assert(
    fc.property(report, command, (saved, named) => {
      const shown = shortText(saved, { nowMs: 2e12, isSameSession: false, command: named });
      expect(shown.length).toBeLessThanOrEqual(500);
      expect(shown).toStartWith("hive: records of ");
      expect(withoutOwnText(`Before\n${shown}\nAfter`)).toBe("Before\nAfter");
      checkShape(shown);
    }),
    { numRuns: 500 },
  );
});

test("the text for a terminal is bounded and holds saved text as quotations only", () => {
  fc.assert(
    fc.property(report, (saved) => {
      const shown = terminalText(saved, 2e12, "hive");
      expect(shown.length).toBeLessThanOrEqual(20_000);
      checkShape(shown);
    }),
    { numRuns: 200 },
  );
});

test("a text that is cut ends at a whole character, and a short one is whole", () => {
  const emoji = "😀".repeat(50);
  for (const maxChars of [10, 11, 12, 13]) {
    const shown = quoted(emoji, maxChars);
    expect(shown.length).toBeLessThanOrEqual(maxChars + 2);
    expect(shown).toMatch(/^“(😀)+…”$/u);
  }
  expect(quoted("a “b”\tc", 20)).toBe('“a "b" c”');
});

test("a word has nothing in it that a shell or a reader could take for more", () => {
  expect(word("general-purpose", 40)).toBe("general-purpose");
  expect(word("x; rm -rf / “now”\n😀", 40)).toBe("x··rm·-rf·/··now····");
  expect(word("", 40)).toBe("?");
});
