import { fold, type Statement, statementsOf } from "./statements.ts";
import type { Fact, List, Pattern } from "./types.ts";

/** So much of a text is read for facts, in characters. */
export const LIMIT = 2000;

/** What a text is worth by a list. */
export interface Score {
  /** How many characters the whole text has. */
  length: number;
  needed: number;
  present: number;
  /** The ids of the facts that are not in the first {@link LIMIT} characters. */
  missed: readonly string[];
  /** The ids of the wrong statements. */
  wrong: readonly string[];
  /** The lines that tell nothing. */
  noise: readonly string[];
}

/** Whether a text, folded, holds a pattern. */
export function has(text: string, pattern: Pattern): boolean {
  if (typeof pattern === "string") return text.toLowerCase().includes(fold(pattern).toLowerCase());
  return new RegExp(fold(pattern.source), "i").test(text);
}

function isTold(fact: Fact, text: string, statements: readonly Statement[]): boolean {
  const hasAll = (where: string): boolean => fact.all.every((pattern) => has(where, pattern));
  return fact.together ? statements.some(({ whole }) => hasAll(whole)) : hasAll(text);
}

/** Whether a line is about one of these commands, or quotes one of these prompts. A single word counts only in quotes. */
function isAbout(line: string, texts: readonly string[]): boolean {
  return texts.some((text) => {
    const words = RegExp.escape(fold(text));
    const quoted = new RegExp(`'${words}[.!]?'`, "i");
    const first = new RegExp(`^([-*•$]\\s*)*${words}($|[ ,:;(])`, "i");
    return quoted.test(line) || (text.includes(" ") && first.test(line));
  });
}

/** Without the quoted commands that only looked: the name of a file that was only read tells nothing of the work. */
function withoutIdle(text: string, idle: readonly string[]): string {
  return idle.reduce((left, command) => left.replaceAll(`'${fold(command)}'`, "''"), text);
}

function isCounted(line: string): boolean {
  return /\b\d+ (short|more|other|further|times)\b|×\s?\d|\d\s?×/i.test(line);
}

function noiseOf(list: List, idle: readonly string[], statements: readonly Statement[]): string[] {
  const seen = new Set<string>();
  return statements
    .filter(({ line, whole }) => {
      const isRepeated = line.length > 12 && seen.has(line);
      seen.add(line);
      if (isRepeated) return true;
      const isIdle = isAbout(line, idle) || (list.noise ?? []).some((pattern) => has(line, pattern));
      const rest = withoutIdle(whole, idle);
      const isUseful = list.facts.some((fact) => fact.all.every((pattern) => has(rest, pattern)));
      return isIdle && !isUseful && !isCounted(line);
    })
    .map(({ line }) => line);
}

/**
 * Compares a text with a list.
 *
 * @param idle the commands and prompts of the session that tell nothing.
 */
export function score(text: string, list: List, idle: readonly string[] = []): Score {
  const head = withoutIdle(fold(text.slice(0, LIMIT)), idle);
  const [headStatements, statements] = [statementsOf(head), statementsOf(text)];
  const missed = list.facts.filter((fact) => !isTold(fact, head, headStatements));
  const wrong = list.forbidden.filter(({ all, unless = [] }) =>
    statements.some(
      ({ whole }) => all.every((pattern) => has(whole, pattern)) && !unless.some((pattern) => has(whole, pattern)),
    ),
  );
  return {
    length: text.length,
    needed: list.facts.length,
    present: list.facts.length - missed.length,
    missed: missed.map(({ id }) => id),
    wrong: wrong.map(({ id }) => id),
    noise: noiseOf(list, idle, statements),
  };
}
