/**
 * What a terminal could take for a command, and what nobody sees: control and format characters, halves of surrogate
 * pairs, private and unassigned code points, separators of lines and paragraphs, and what Unicode says is to be ignored
 * by default, such as tags, fillers and the selectors of variants, in which a text can be hidden that a program reads.
 */
const UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;
/** They choose between an emoji in colour and one in black and white: the emoji alone does as well. */
const EMOJI_SELECTORS = /[\ufe0e\ufe0f]/g;
/** Colours, and what clears the screen, as hive itself writes them to a terminal. */
// oxlint-disable-next-line no-control-regex
const OWN_SEQUENCES = /(\u001b\[(?:\d+m|2J|H))/;

/** Text of one line for a person or an agent: what is not printable is shown as dots, line feeds among it. */
export function printable(text: string): string {
  return text.replace(EMOJI_SELECTORS, "").replace(UNPRINTABLE, "·");
}

/** The same for several lines; tabs stay as well. */
export function printableLines(text: string): string {
  return text.replace(EMOJI_SELECTORS, "").replace(UNPRINTABLE, (one) => (one === "\n" || one === "\t" ? one : "·"));
}

/** The same for several lines in which hive's own colours are. */
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
