/** Which lines of a text's sections fit into its room. */
import { count } from "../../base/text/words.ts";
import { cut } from "./quoted.ts";
import type { Section } from "./resume-sections.ts";

interface Limits {
  readonly maxChars: number;
  /** The limit for one section. */
  readonly maxLines: number;
}

interface Fitted {
  readonly text: string;
  /** True if all of the most important lines fit. */
  readonly isWhole: boolean;
}

/**
 * Takes the most important lines of each section, then one line of each in turn until no more fit. The rest is counted.
 */
export function fit(
  head: readonly string[],
  all: readonly Section[],
  end: readonly string[],
  { maxChars, maxLines }: Limits,
): Fitted {
  const total = all.reduce((sum, { lines }) => sum + lines.length, 0);
  const shown = all.map(() => 0);
  const isShut = all.map(() => false);
  const ending = (left: number): string => [...(left === 0 ? [] : [leftOut(left)]), ...end].join("\n");
  const start = cut(head.join("\n"), maxChars - ending(total).length - 1);
  let room = maxChars - start.length - ending(total).length - 1;
  let isWhole = true;
  const take = (index: number): void => {
    const { title, lines } = all[index]!;
    const at = shown[index]!;
    // A section without room for a line gets no later one: otherwise a gap would go unmentioned.
    if (isShut[index] === true || at >= lines.length || at >= maxLines) return;
    const chars = lineOf(title, lines[at]!).length + 1 + (at === 0 && title !== "" ? title.length + 1 : 0);
    if (chars > room) isShut[index] = true;
    else {
      room -= chars;
      shown[index] = at + 1;
    }
  };
  all.forEach(({ firm }, index) => {
    for (let n = 0; n < firm; n += 1) take(index);
  });
  // Each section gets its first line before any gets a second; those without a claim get what is left.
  for (const [index, { first }] of all.entries()) if (first > 0 && shown[index] === 0) take(index);
  all.forEach(({ first, lines }, index) => {
    const wanted = Math.min(first, lines.length, maxLines);
    while (shown[index]! < wanted && isShut[index] !== true) take(index);
    if (shown[index]! < wanted) isWhole = false;
  });
  for (let round = 0; round < maxLines; round += 1) for (const index of all.keys()) take(index);
  const body = all.flatMap(({ title, lines }, index) => {
    if (shown[index] === 0) return [];
    const taken = lines.slice(0, shown[index]).map((line) => lineOf(title, line));
    return title === "" ? taken : [title, ...taken];
  });
  const left = total - shown.reduce((sum, n) => sum + n, 0);
  return { text: [start, ...body, ending(left)].join("\n"), isWhole };
}

const lineOf = (title: string, line: string): string => (title === "" ? line : `- ${line}`);

const leftOut = (n: number): string => `${count(n, "more line is", "more lines are")} left out.`;
