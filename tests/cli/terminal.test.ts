/** Output fits the terminal, and has colours where it takes them. */
import { describe, expect, test } from "bun:test";
import * as fc from "fast-check";
import type { Command } from "commander";
import { processIo } from "../../src/cli/io.ts";
import { buildProgram } from "../../src/cli/program.ts";
import { colour, fitted, relativeTime, width, wrapped } from "../../src/cli/text/terminal.ts";

const terminal = (env: Record<string, string> = {}, columns?: number) => ({ isTTY: true, env, columns });

describe("the width of lines", () => {
  test.each<[string, ReturnType<typeof terminal>, number]>([
    ["is the terminal's", terminal({}, 100), 100],
    ["is at least 60", terminal({}, 20), 60],
    ["is at most 200", terminal({}, 500), 200],
    ["is 80 where the terminal does not say", terminal({}, 0), 80],
    ["is what COLUMNS says", terminal({ COLUMNS: "90" }, 100), 90],
    ["is the terminal's where COLUMNS is no number", terminal({ COLUMNS: "wide" }, 100), 100],
  ])("%s", (_name, io, columns) => {
    expect(width(io)).toBe(columns);
  });

  test("has no bound where output is no terminal", () => {
    expect(width({ isTTY: false, env: {} })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe("colours", () => {
  test("are printed to a terminal", () => {
    expect(colour(terminal())("red", "x")).toBe("\u001B[31mx\u001B[39m");
  });

  test.each<[string, Parameters<typeof colour>[0]]>([
    ["with NO_COLOR", terminal({ NO_COLOR: "1" })],
    ["to a terminal that knows none", terminal({ TERM: "dumb" })],
    ["to no terminal", { isTTY: false, env: {} }],
  ])("are not printed %s", (_name, io) => {
    expect(colour(io)("red", "x")).toBe("x");
  });
});

test.each([
  [0, "now"],
  [-3000, "3 s ago"],
  [-3 * 3_600_000, "3 h ago"],
  [90_000, "in 90 s"],
  [-8 * 86_400_000, "2026-11-20"],
  [Number.NaN, "at an unknown time"],
])("a time %d ms from now is %s", (fromNowMs, text) => {
  const nowMs = new Date(2026, 10, 28, 12).getTime();
  expect(relativeTime(nowMs + fromNowMs, nowMs)).toBe(text);
});

test("wrapped lines fit, but for a word that is longer, and keep every word", () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z/]{1,90}$/), { minLength: 1 }),
      fc.integer({ min: 40 }),
      (words, n) => {
        const columns = 40 + (n % 160);
        const lines = wrapped(words.join(" "), columns);
        expect(lines.join(" ").split(/\s+/)).toEqual(words);
        for (const line of lines) expect(line.length <= columns || !line.includes(" ")).toBe(true);
      },
    ),
  );
});

describe("fitted text", () => {
  test.each([
    ["  a line of a text that is indented by two columns", "  a line of a text that is\n  indented by two columns"],
    ["- a line of a list that is longer than that", "- a line of a list that is\n  longer than that"],
    ["  hive x    says what the command x does there", "  hive x    says what the\n    command x does there"],
    ["  hive enqueue --sql 'SELECT 1 FROM sessions'", "  hive enqueue --sql 'SELECT 1 FROM sessions'"],
    ["  x  says what the command x does there", "  x  says what the command x\n     does there"],
    ["short\n\nlines", "short\n\nlines"],
  ])("of %j", (text, lines) => {
    expect(fitted(text, 30)).toBe(lines);
  });

  test("is whole where there is no terminal", () => {
    const text = "word ".repeat(100);
    expect(fitted(text, Number.POSITIVE_INFINITY)).toBe(text);
  });
});

test.each([60, 80, 200])("the help of each command fits %d columns, but for commands to paste", async (columns) => {
  let help = "";
  const io = { ...processIo, env: {}, isTTY: true, columns, out: (text: string) => void (help += text) };
  const visit = (command: Command): void => {
    command.outputHelp();
    command.commands.forEach(visit);
  };
  visit(await buildProgram(io));
  const long = help.split("\n").filter((line) => Bun.stringWidth(line) > columns && !/^ {2}hive /.test(line));
  expect(long).toEqual([]);
  expect(help.split("Usage: hive").length).toBeGreaterThan(25);
});
