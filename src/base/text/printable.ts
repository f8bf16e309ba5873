/**
 * Characters that a terminal could execute or that stay invisible. These are control and format characters, halves of
 * surrogate pairs, private and unassigned code points. Also separators of lines and paragraphs, and default-ignorable
 * code points such as tags and variation selectors. A program would still read text hidden in them.
 */
// @mutant text that is printed or told hides nothing
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** They choose between an emoji in colour and one in black and white: the emoji alone does as well. */
const EMOJI_SELECTORS = /[\ufe0e\ufe0f]/g;
/** Colours and clear-screen codes, as hive itself writes them to a terminal. */
// oxlint-disable-next-line no-control-regex
const OWN_SEQUENCES = /(\u001b\[(?:\d+m|2J|H))/;

/** One-line text for a person or an agent: unprintable characters, line feeds among them, become dots. */
export function printable(text: string): string {
  return text.replace(EMOJI_SELECTORS, "").replace(UNPRINTABLE, "·");
}

/** {@link printable} for several lines: line feeds and tabs stay. */
export function printableLines(text: string): string {
  return text.replace(EMOJI_SELECTORS, "").replace(UNPRINTABLE, (one) => (one === "\n" || one === "\t" ? one : "·"));
}

/** {@link printableLines} for a text that contains hive's own colours. */
export function printableColours(text: string): string {
  const parts = text.split(OWN_SEQUENCES);
  return parts.map((part, index) => (index % 2 === 1 ? part : printableLines(part))).join("");
}

/** JSON with each character of its strings that is not printable as `\uXXXX`: the same value for who parses it. */
export function printableJson(json: string): string {
  return json.replace(UNPRINTABLE, (one) => (one === "\n" ? one : escaped(one)));
}

function escaped(character: string): string {
  let text = "";
  for (let at = 0; at < character.length; at += 1) {
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  }
  return text;
}
