/** JSON that somebody else wrote may nest so deep; far below, `JSON.parse` reads what `JSON.stringify` cannot write. */
export const MAX_DEPTH = 500;

/** Whether what was read from a text nests deeper than so many levels. */
export function isDeeperThan(value: unknown, levels: number, text: string): boolean {
  // Each level takes two characters, and one of them opens it: most texts need no look.
  return text.length > 2 * levels && opens(text, levels) && nestsBelow(value, levels);
}

/** Whether a text has more than so many opening brackets. */
function opens(text: string, brackets: number): boolean {
  let found = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if ((code === 0x5b || code === 0x7b) && (found += 1) > brackets) return true;
  }
  return false;
}

function nestsBelow(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((child) => nestsBelow(child, levels - 1));
}

/** The object in a text; null where it holds none, or one that nests deeper than {@link MAX_DEPTH}. */
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
