/**
 * Saved text as a quotation: one line, so long at most, without anything that a terminal or a reader of markup could
 * take for a command. Its own quotation marks become plain ones, so that nothing in it can end the quotation.
 */
export function quoted(value: unknown, maxChars: number): string {
  return `“${plain(value, maxChars).replaceAll(/[“”]/g, '"')}”`;
}

/** The same without the quotation marks, for short words such as a status. */
export function plain(value: unknown, maxChars: number): string {
  const text = typeof value === "string" || typeof value === "number" ? String(value) : "?";
  // Cut before the costly steps, with room for what they take away.
  const flat = text
    .slice(0, 4 * maxChars)
    .toWellFormed()
    .replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, " ")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Co}\p{Cn}]/gu, "·")
    // A tag could end the block that the agent keeps this text in.
    .replaceAll(/<(?=[/!?a-z])/gi, "‹")
    .trim();
  return flat.length === 0 ? "?" : cut(flat, maxChars);
}

/** The text, or its beginning and an ellipsis; no character is cut in two. */
export function cut(text: string, maxChars: number): string {
  if (text.length <= maxChars) return text;
  const end = /[\ud800-\udbff]/.test(text.charAt(maxChars - 2)) ? maxChars - 2 : maxChars - 1;
  return `${text.slice(0, end)}…`;
}
