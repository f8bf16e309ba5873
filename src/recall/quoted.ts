import { printable } from "../base/printable.ts";

/**
 * Saved text as a quotation: one line, so long at most, without anything that a terminal or a reader of markup could
 * take for a command. Its own quotation marks become plain ones, so that nothing in it can end the quotation.
 */
export function quoted(value: unknown, maxChars: number): string {
  // Cut before the costly steps, with room for what they take away.
  const begin = textOf(value)
    .slice(0, 4 * maxChars)
    .toWellFormed()
    .replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, " ");
  const flat = printable(begin)
    .replaceAll(/[“”]/g, '"')
    // A tag could end the block that the agent keeps this text in.
    .replaceAll(/<(?=[/!?a-z])/gi, "‹")
    .trim();
  return `“${cut(flat, maxChars)}”`;
}

/** The same for a path, of which the end tells most. */
export function quotedPath(path: string, maxChars: number): string {
  return quoted(path.length <= maxChars ? path : `…${path.slice(1 - maxChars)}`, maxChars);
}

/** The same for a branch, whose name a repository chooses: a name, of which no spelling of a space makes a sentence. */
export const quotedName = (name: unknown, maxChars: number): string =>
  quoted(
    textOf(name)
      .slice(0, maxChars + 1)
      .replaceAll(/[^\p{L}\p{N}\p{M}\w.:,=/+#@[\]-]/gu, "·"),
    maxChars,
  );

/** A word that stands without quotation marks, such as a status or an id: what no word has in it becomes dots. */
export function word(value: unknown, maxChars: number): string {
  const text = textOf(value).slice(0, maxChars + 1);
  return text === "" ? "?" : cut(text.replaceAll(/[^\w.:/+-]/g, "·"), maxChars);
}

function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" ? String(value) : "?";
}

/** The text, or its beginning and an ellipsis; no character is cut in two. */
export function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(maxChars - 2)) ? maxChars - 2 : maxChars - 1;
  return `${text.slice(0, end)}…`;
}
