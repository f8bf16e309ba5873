import { LIMIT_WORDS } from "../../base/text/limit-words.ts";
import { printable } from "../../base/text/printable.ts";

/**
 * Saved text as a quotation: one line, cut to a length, without control characters or markup. Its own quotation marks
 * become plain ones, so that it cannot end the quotation.
 */
export function quoted(value: unknown, maxChars: number): string {
  // Cut before the expensive steps, with room for the characters that they remove.
  const begin = textOf(value)
    .slice(0, 4 * maxChars)
    .toWellFormed()
    .replaceAll(/[\s\p{Zl}\p{Zp}]+/gu, " ");
  const flat = printable(begin)
    .replaceAll(/[“”]/g, '"')
    // A tag could end the block in which the agent keeps this text.
    .replaceAll(/<(?=[/!?a-z])/gi, "‹")
    .trim();
  return `“${cut(flat, maxChars)}”`;
}

/** Quotes prose with an important end, such as an open decision: its middle is left out. */
export function quotedEnds(value: unknown, maxChars: number): string {
  const text = textOf(value).replaceAll(/\s+/g, " ").trim();
  if (text.length <= maxChars) return quoted(text, maxChars);
  const headChars = Math.floor(maxChars * 0.45);
  const tailChars = maxChars - headChars - 3;
  const head = text.slice(0, headChars).replace(/\s\S*$/, "");
  const tail = text.slice(-tailChars).replace(/^\S*\s/, "");
  return quoted(`${head} … ${tail}`, maxChars);
}

/** True if a text allows or forbids something. */
export const setsLimits = (text: unknown): boolean => typeof text === "string" && LIMIT_WORDS.test(text);

/** Quotes a task: a long one keeps its beginning, its end, and the sentences that set limits, in their order. */
export function quotedTask(value: unknown, maxChars: number): string {
  const plain = withoutAlike(textOf(value)).replaceAll(/…(?:\s*…)+/g, "…");
  const text = plain.replaceAll(/\s+/g, " ").trim();
  if (text.length <= maxChars) return quoted(text, maxChars);
  const whole = sentencesOf(plain);
  const last = whole.at(-1)?.place ?? 0;
  const sentences = whole.length > 1 ? shortened(whole, last, maxChars) : whole;
  const wanted = sentences.toSorted((a, b) => worth(a, last) - worth(b, last) || a.place - b.place);
  let left = maxChars - 2;
  const kept = wanted.filter(({ sentence }) => {
    const isKept = sentence.length + 3 <= left;
    if (isKept) left -= sentence.length + 3;
    return isKept;
  });
  if (!kept.some(({ place }) => place === 0)) return quotedEnds(text, maxChars);
  const inOrder = kept.toSorted((a, b) => a.place - b.place);
  const parts = inOrder.map(({ sentence, place }, index) =>
    index > 0 && inOrder[index - 1]!.place !== place - 1 ? `… ${sentence}` : sentence,
  );
  return quoted(`${parts.join(" ")}${inOrder.at(-1)!.place === last ? "" : " …"}`, maxChars);
}

/**
 * Each limit gets its share: where they and both ends do not fit, the long ones among them are cut. The beginning says what
 * it is all about, so it gets up to half.
 */
function shortened([first, ...others]: readonly Sentence[], last: number, maxChars: number): readonly Sentence[] {
  if (first === undefined) return [];
  const room = maxChars - 2;
  const needed = others.filter((one) => worth(one, last) < OTHER).map(({ sentence }) => sentence.length + 3);
  const rest = needed.reduce((sum, length) => sum + length, 0);
  const begin = cutSentence(first, Math.max(Math.floor(room / 2), room - rest) - 3);
  const share = shareOf(needed, room - begin.length - 3);
  return [
    { ...first, sentence: begin },
    ...others.map((one) => (worth(one, last) < OTHER ? { ...one, sentence: cutSentence(one, share) } : one)),
  ];
}

/** The most characters for each: the room that short ones leave is the long ones'. */
function shareOf(lengths: readonly number[], room: number): number {
  let left = room;
  for (const [index, length] of lengths.toSorted((a, b) => a - b).entries()) {
    const share = Math.floor(left / (lengths.length - index));
    if (length > share) return Math.max(MIN_SHARE, share - 3);
    left -= length;
  }
  return room;
}

/** A limit keeps what stands around its word. */
function cutSentence({ sentence, place }: Sentence, maxChars: number): string {
  if (sentence.length <= maxChars) return sentence;
  const at = LIMIT_WORDS.exec(sentence)?.index ?? 0;
  const begin = Math.max(0, Math.min(at - Math.floor(maxChars / 4), sentence.length - maxChars + 1));
  return place === 0 || begin === 0 ? cut(sentence, maxChars) : cut(`…${sentence.slice(begin)}`, maxChars);
}

const MIN_SHARE = 40;

/** Only the sentences of a text that set limits; the whole text if it is short. */
export function quotedLimits(value: unknown, maxChars: number): string {
  const text = textOf(value).replaceAll(/\s+/g, " ").trim();
  if (text.length <= maxChars) return quoted(text, maxChars);
  const limits = sentencesOf(textOf(value)).filter(({ sentence }) => LIMIT_WORDS.test(sentence));
  return quotedTask(limits.map(({ sentence }) => sentence).join("\n"), maxChars);
}

interface Sentence {
  readonly sentence: string;
  readonly place: number;
}

/** A line of a list is a sentence, too. */
function sentencesOf(text: string): Sentence[] {
  return text
    .split(/(?<=[.!?;:])\s+|(?<=[。！？；])|\n+/)
    .map((sentence) => sentence.replaceAll(/\s+/g, " ").trim())
    .filter((sentence) => sentence !== "")
    .map((sentence, place) => ({ sentence, place }))
    .filter(({ sentence }) => sentence !== "…");
}

/** A pasted log repeats itself: of lines that differ in their numbers alone, the first is kept. */
function withoutAlike(text: string): string {
  const seen = new Set<string>();
  const kept: string[] = [];
  for (const line of text.split("\n")) {
    const name = line.trim().replaceAll(/\d+/g, "0");
    if (name.length < MIN_ALIKE || !seen.has(name)) kept.push(line);
    else if (kept.at(-1) !== "…") kept.push("…");
    seen.add(name);
  }
  return kept.join("\n");
}

/** Shorter lines do not count as a log's. */
const MIN_ALIKE = 20;

const worth = ({ sentence, place }: Sentence, last: number): number =>
  place === 0 ? 0 : place === last ? 1 : LIMIT_WORDS.test(sentence) ? 2 : OTHER;

const OTHER = 3;

/** Quotes a path, whose end is the most useful part. */
export function quotedPath(path: string, maxChars: number): string {
  return quoted(path.length <= maxChars ? path : `…${path.slice(1 - maxChars)}`, maxChars);
}

/** Quotes a branch's name. A repository chooses it, so no kind of space may turn it into a sentence. */
export const quotedName = (name: unknown, maxChars: number): string =>
  quoted(
    textOf(name)
      .slice(0, maxChars + 1)
      .replaceAll(/[^\p{L}\p{N}\p{M}\w.:,=/+#@[\]-]/gu, "·"),
    maxChars,
  );

/** A word without quotation marks, such as a status or an id: other characters become dots. */
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
