/**
 * The deepest nesting of JSON that hive accepts from others. `JSON.parse` reads far deeper JSON, which `JSON.stringify`
 * could not write again.
 */
export const MAX_DEPTH = 500;

/** Whether a parsed value nests deeper than a number of levels. */
export function isDeeperThan(value: unknown, levels: number, text: string): boolean {
  // Each level takes two characters, and one of them opens it: most texts need no look.
  return text.length > 2 * levels && opens(text, levels) && nestsBelow(value, levels);
}

/** Whether a text has more opening brackets than a number. */
const opens = (text: string, brackets: number): boolean =>
  countOf(text, "{", brackets) + countOf(text, "[", brackets) > brackets;

/** How often a character is in a text; counts no further than one above a limit. */
function countOf(text: string, character: string, limit: number): number {
  let found = 0;
  for (let at = text.indexOf(character); at >= 0 && found <= limit; at = text.indexOf(character, at + 1)) found += 1;
  return found;
}

/** Whether a parsed value nests deeper than a number of levels; its texts cost nothing. */
export function nestsBelow(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  if (levels === 0) return true;
  for (const name in value) if (nestsBelow((value as Record<string, unknown>)[name], levels - 1)) return true;
  return false;
}

/** The object in a text; null for none, or for one that nests deeper than {@link MAX_DEPTH}. */
export function objectIn(text: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) && !isDeeperThan(value, MAX_DEPTH, text) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value if it is a string with something in it. */
export function textOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
