/**
 * A guard's code is found by a marker, `// @mutant NAME` on the line before it, so that it may be moved and changed. It
 * marks the statement, property, member or element that begins on the next line of code. A name that occurs twice marks
 * both.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSync } from "oxc-parser";
import { HiveError } from "../../src/base/errors.ts";

/** Tests that are to notice. */
export interface Check {
  readonly file: string;
  /** Runs only the tests whose titles match this pattern. */
  readonly title?: string;
}

/** How the marked code is changed: left out, replaced, its `if` asked otherwise, one part of it replaced, or preceded. */
export type Change =
  | "skip"
  | { readonly with: string }
  | { readonly condition: string }
  | { readonly swap: readonly [part: string, by: string] }
  | { readonly before: string };

/** One safety property, and the code without it. */
export interface Mutation {
  /** The name of the marker of the code to remove. */
  readonly name: string;
  readonly change: Change;
  readonly check: Check;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly test?: Node;
}

const MARKER = /^[ \t]*\/\/ @mutant (.+)\n/gm;

/** @returns the file of each marker in `src`, by its name, from the top of the repository */
export function findMarkers(top: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const file of new Bun.Glob("src/**/*.ts").scanSync({ cwd: top })) {
    for (const [, name] of readFileSync(join(top, file), "utf8").matchAll(MARKER)) files.set(name!, file);
  }
  return files;
}

/**
 * @returns the code with the guard changed wherever it is marked
 * @throws HIVE_BUG when the marker is not there, or the change does not fit what is marked
 */
export function mutated(code: string, { name, change }: Mutation): string {
  const fail = (why: string): never => {
    throw new HiveError("HIVE_BUG", `@mutant ${name}: ${why}`);
  };
  const starts = [...code.matchAll(MARKER)]
    .filter(([, found]) => found === name)
    .map((match) => codeAfter(code, match));
  if (starts.length === 0) fail("no such marker");
  const nodes = outermost(code);
  let result = code;
  for (const start of starts.toReversed()) {
    const node = nodes.get(start) ?? fail("it is before no statement, property, member or element");
    const edit =
      editOf(result.slice(0, node.end), node, change) ?? fail(`nothing to change by ${JSON.stringify(change)}`);
    const end = edit.text === "" && result[edit.end] === "," ? edit.end + 1 : edit.end;
    result = result.slice(0, edit.start) + edit.text + result.slice(end);
  }
  return result;
}

/** Where the marked code begins: comments may follow the marker. */
function codeAfter(code: string, { index, 0: { length } }: RegExpExecArray | RegExpMatchArray): number {
  const rest = /(?:\s*\/\/.*\n)*\s*/y;
  rest.lastIndex = index! + length;
  rest.exec(code);
  return rest.lastIndex;
}

function editOf(code: string, node: Node, change: Change): { start: number; end: number; text: string } | null {
  if (change === "skip") return { ...node, text: "" };
  if ("with" in change) return { ...node, text: change.with };
  if ("before" in change) return { start: node.start, end: node.start, text: change.before };
  if ("condition" in change) return node.test === undefined ? null : { ...node.test, text: change.condition };
  const [part, by] = change.swap;
  const start = code.indexOf(part, node.start);
  if (start === -1 || code.includes(part, start + 1)) return null;
  return { start, end: start + part.length, text: by };
}

/** By position: the largest node that begins there. */
function outermost(code: string): Map<number, Node> {
  const nodes = new Map<number, Node>();
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    if (isNode(value) && value.type !== "Program" && !nodes.has(value.start)) nodes.set(value.start, value);
    for (const child of Object.values(value)) visit(child);
  };
  visit(parseSync("code.ts", code).program);
  return nodes;
}

function isNode(value: object): value is Node {
  return "type" in value && "start" in value && "end" in value;
}
