// @bun
// src/base/text/printable.ts
var UNPRINTABLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, EMOJI_SELECTORS = /[\ufe0e\ufe0f]/g, OWN_SEQUENCES = /(\u001b\[(?:\d+m|2J|H))/;
function printable(text) {
  return text.replace(EMOJI_SELECTORS, "").replace(UNPRINTABLE, "\xB7");
}
function printableLines(text) {
  return text.replace(EMOJI_SELECTORS, "").replace(UNPRINTABLE, (one) => one === `
` || one === "\t" ? one : "\xB7");
}
function printableColours(text) {
  return text.split(OWN_SEQUENCES).map((part, index) => index % 2 === 1 ? part : printableLines(part)).join("");
}
function printableJson(json) {
  return json.replace(UNPRINTABLE, (one) => one === `
` ? one : escaped(one));
}
function escaped(character) {
  let text = "";
  for (let at = 0;at < character.length; at += 1)
    text += `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
  return text;
}

export { printable, printableLines, printableColours, printableJson };
