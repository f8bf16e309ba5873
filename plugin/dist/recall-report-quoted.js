// @bun
import {
  LIMIT_WORDS
} from "./base-text-limit-words.js";
import {
  printable
} from "./base-text-printable.js";

// src/recall/report/quoted.ts
function quoted(value, maxChars) {
  let begin = textOf(value).slice(0, 4 * maxChars).toWellFormed().replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, " "), flat = printable(begin).replaceAll(/[\u201C\u201D]/g, '"').replaceAll(/<(?=[/!?a-z])/gi, "\u2039").trim();
  return `\u201C${cut(flat, maxChars)}\u201D`;
}
function quotedEnds(value, maxChars) {
  let text = textOf(value).replaceAll(/\s+/g, " ").trim();
  if (text.length <= maxChars)
    return quoted(text, maxChars);
  let headChars = Math.floor(maxChars * 0.45), tailChars = maxChars - headChars - 3, head = text.slice(0, headChars).replace(/\s\S*$/, ""), tail = text.slice(-tailChars).replace(/^\S*\s/, "");
  return quoted(`${head} \u2026 ${tail}`, maxChars);
}
var setsLimits = (text) => typeof text === "string" && LIMIT_WORDS.test(text);
function quotedTask(value, maxChars) {
  let plain = withoutAlike(textOf(value)).replaceAll(/\u2026(?:\s*\u2026)+/g, "\u2026"), text = plain.replaceAll(/\s+/g, " ").trim();
  if (text.length <= maxChars)
    return quoted(text, maxChars);
  let whole = sentencesOf(plain), last = whole.at(-1)?.place ?? 0, wanted = (whole.length > 1 ? shortened(whole, last, maxChars) : whole).toSorted((a, b) => worth(a, last) - worth(b, last) || a.place - b.place), left = maxChars - 2, kept = wanted.filter(({ sentence }) => {
    let isKept = sentence.length + 3 <= left;
    if (isKept)
      left -= sentence.length + 3;
    return isKept;
  });
  if (!kept.some(({ place }) => place === 0))
    return quotedEnds(text, maxChars);
  let inOrder = kept.toSorted((a, b) => a.place - b.place), parts = inOrder.map(({ sentence, place }, index) => index > 0 && inOrder[index - 1].place !== place - 1 ? `\u2026 ${sentence}` : sentence);
  return quoted(`${parts.join(" ")}${inOrder.at(-1).place === last ? "" : " \u2026"}`, maxChars);
}
function shortened([first, ...others], last, maxChars) {
  if (first === void 0)
    return [];
  let room = maxChars - 2, needed = others.filter((one) => worth(one, last) < OTHER).map(({ sentence }) => sentence.length + 3), rest = needed.reduce((sum, length) => sum + length, 0), begin = cutSentence(first, Math.max(Math.floor(room / 2), room - rest) - 3), share = shareOf(needed, room - begin.length - 3);
  return [
    { ...first, sentence: begin },
    ...others.map((one) => worth(one, last) < OTHER ? { ...one, sentence: cutSentence(one, share) } : one)
  ];
}
function shareOf(lengths, room) {
  let left = room;
  for (let [index, length] of lengths.toSorted((a, b) => a - b).entries()) {
    let share = Math.floor(left / (lengths.length - index));
    if (length > share)
      return Math.max(MIN_SHARE, share - 3);
    left -= length;
  }
  return room;
}
function cutSentence({ sentence, place }, maxChars) {
  if (sentence.length <= maxChars)
    return sentence;
  let at = LIMIT_WORDS.exec(sentence)?.index ?? 0, begin = Math.max(0, Math.min(at - Math.floor(maxChars / 4), sentence.length - maxChars + 1));
  return place === 0 || begin === 0 ? cut(sentence, maxChars) : cut(`\u2026${sentence.slice(begin)}`, maxChars);
}
var MIN_SHARE = 40;
function quotedLimits(value, maxChars) {
  let text = textOf(value).replaceAll(/\s+/g, " ").trim();
  if (text.length <= maxChars)
    return quoted(text, maxChars);
  let limits = sentencesOf(textOf(value)).filter(({ sentence }) => LIMIT_WORDS.test(sentence));
  return quotedTask(limits.map(({ sentence }) => sentence).join(`
`), maxChars);
}
function sentencesOf(text) {
  return text.split(/(?<=[.!?;:])\s+|(?<=[\u3002\uFF01\uFF1F\uFF1B])|\n+/).map((sentence) => sentence.replaceAll(/\s+/g, " ").trim()).filter((sentence) => sentence !== "").map((sentence, place) => ({ sentence, place })).filter(({ sentence }) => sentence !== "\u2026");
}
function withoutAlike(text) {
  let seen = /* @__PURE__ */ new Set, kept = [];
  for (let line of text.split(`
`)) {
    let name = line.trim().replaceAll(/\d+/g, "0");
    if (name.length < MIN_ALIKE || !seen.has(name))
      kept.push(line);
    else if (kept.at(-1) !== "\u2026")
      kept.push("\u2026");
    seen.add(name);
  }
  return kept.join(`
`);
}
var MIN_ALIKE = 20, worth = ({ sentence, place }, last) => place === 0 ? 0 : place === last ? 1 : LIMIT_WORDS.test(sentence) ? 2 : OTHER, OTHER = 3;
function quotedPath(path, maxChars) {
  return quoted(path.length <= maxChars ? path : `\u2026${path.slice(1 - maxChars)}`, maxChars);
}
var quotedName = (name, maxChars) => quoted(textOf(name).slice(0, maxChars + 1).replaceAll(/[^\p{L}\p{N}\p{M}\w.:,=/+#@[\]-]/gu, "\xB7"), maxChars);
function word(value, maxChars) {
  let text = textOf(value).slice(0, maxChars + 1);
  return text === "" ? "?" : cut(text.replaceAll(/[^\w.:/+-]/g, "\xB7"), maxChars);
}
function textOf(value) {
  return typeof value === "string" || typeof value === "number" ? String(value) : "?";
}
function cut(text, maxChars) {
  if (text.length <= maxChars)
    return text;
  let end = /[\ud800-\udbff]/.test(text.charAt(maxChars - 2)) ? maxChars - 2 : maxChars - 1;
  return `${text.slice(0, end)}\u2026`;
}

export { quoted, quotedEnds, setsLimits, quotedTask, quotedLimits, quotedPath, quotedName, word, cut };
