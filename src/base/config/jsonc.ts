/**
 * Edits the text of a JSON file and keeps every other character: comments, indentation, line ends and trailing commas.
 *
 * Written by hand because of two faults in `modify` of jsonc-parser, which parses here. It moves a comment behind an
 * item to the item added after it (its issue 125). It drops comments with what it removes (its issue 10).
 */
import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import { HiveError } from "../errors.ts";

/** A text and its tree; after each change the text is parsed again. */
export interface Document {
  readonly text: string;
  readonly root: Node;
}

/** @throws HIVE_INVALID_OPTION when the text is not JSON, comments and trailing commas allowed */
export function parseDocument(text: string): Document {
  const errors: ParseError[] = [];
  const root = treeOf(text, errors);
  const [error] = errors;
  // @mutant settings that are not JSON are refused
  if (root !== undefined && error === undefined) return { text, root };
  const before = text.slice(0, error?.offset ?? 0);
  const line = before.split("\n").length;
  const what = error === undefined ? "it holds no value" : printParseErrorCode(error.error);
  throw unreadable(`it is not JSON: ${what} in line ${line}`);
}

const unreadable = (message: string, cause?: unknown): HiveError =>
  new HiveError("HIVE_INVALID_OPTION", message, {
    hint: "correct the file first: hive does not write over what it cannot read",
    cause,
  });

function treeOf(text: string, errors: ParseError[]): Node | undefined {
  try {
    return parseTree(text, errors, { allowTrailingComma: true });
  } catch (error) {
    // The parser calls itself for each level.
    if (error instanceof RangeError) throw unreadable("it nests too deep", error);
    throw error;
  }
}

const endOf = (node: Node): number => node.offset + node.length;

/** The items of an object or an array: properties or elements. */
export const itemsOf = (container: Node | undefined): readonly Node[] => container?.children ?? [];

/** The value of a property. @throws HIVE_INVALID_OPTION when the object has two of that name: readers differ on which counts */
export function valueOf(object: Node, key: string): Node | undefined {
  const found = itemsOf(object).filter((property) => property.children?.[0]?.value === key);
  if (found.length > 1) {
    throw new HiveError("HIVE_INVALID_OPTION", `it holds ${JSON.stringify(key)} twice`, {
      hint: "join the two into one first",
    });
  }
  return found[0]?.children?.[1];
}

/** Whether there is nothing between the brackets, not even a comment. */
export const isBare = ({ text }: Document, container: Node): boolean =>
  text.slice(container.offset + 1, endOf(container) - 1).trim() === "";

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

function apply(text: string, edits: readonly Edit[]): string {
  let result = text;
  for (const edit of edits.toSorted((a, b) => b.start - a.start)) {
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  }
  return result;
}

/** The blanks that a line begins with. */
function indentationAt(text: string, offset: number): string {
  const start = text.lastIndexOf("\n", offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))![0];
}

const isFirstOnLine = (text: string, offset: number): boolean =>
  text.slice(text.lastIndexOf("\n", offset - 1) + 1, offset).trim() === "";

const isOneLine = (text: string, { offset, length }: Node): boolean =>
  !text.slice(offset, offset + length).includes("\n");

const endOfLine = (text: string): string => (/\r?\n/.exec(text) ?? ["\n"])[0];

/** One level of indentation, as the file's own. */
function indentationUnit({ text, root }: Document): string {
  const [first] = itemsOf(root);
  const own = first !== undefined && isFirstOnLine(text, first.offset) ? indentationAt(text, first.offset) : "";
  return own || (/^([ \t]+)["{[]/m.exec(text)?.[1] ?? "  ");
}

/** A value over several lines, or on one line with the spaces that the file itself has. */
function render(document: Document, value: unknown, indentation: string, isCompact: boolean): string {
  const { text } = document;
  if (!isCompact) {
    return JSON.stringify(value, null, indentationUnit(document)).replaceAll("\n", endOfLine(text) + indentation);
  }
  if (!hasSpaces(text)) return JSON.stringify(value);
  const lines = JSON.stringify(value, null, 1);
  return lines
    .replaceAll(/([{[])\n */g, "$1")
    .replaceAll(/\n *([}\]])/g, "$1")
    .replaceAll(/\n */g, " ");
}

const hasSpaces = (text: string): boolean => /"\s*:[ \t]/.test(text);

const COMMENT = String.raw`//[^\r\n]*|/\*[\s\S]*?\*/`;

/** The end of a pattern that starts at an offset. */
function skip(text: string, offset: number, pattern: string): number {
  const matcher = new RegExp(pattern, "y");
  matcher.lastIndex = offset;
  return offset + (matcher.exec(text)?.[0].length ?? 0);
}

/** The offset of the comma that follows an item; null when none does. */
function commaAfter(text: string, offset: number): number | null {
  const next = skip(text, offset, `(?:\\s|${COMMENT})*`);
  return text[next] === "," ? next : null;
}

/** The end of the comments behind an item on its own line. */
const behindComments = (text: string, offset: number): number => skip(text, offset, `(?:[ \\t]*(?:${COMMENT}))*`);

/** Adds an item behind the last one; `key` is null for an array. */
export function append(document: Document, container: Node, key: string | null, value: unknown): string {
  const { text, root } = document;
  const [first] = itemsOf(container);
  const last = itemsOf(container).at(-1);
  const isCompact = itemsOf(root).length > 0 && isOneLine(text, last === undefined ? root : container);
  const outer = indentationAt(text, container.offset);
  const isListed = first !== undefined && isFirstOnLine(text, first.offset);
  const indentation = isListed ? indentationAt(text, first.offset) : outer + indentationUnit(document);
  const name = key === null ? "" : `${JSON.stringify(key)}:${!isCompact || hasSpaces(text) ? " " : ""}`;
  const item = name + render(document, value, indentation, isCompact);
  const before = isCompact ? (hasSpaces(text) ? " " : "") : endOfLine(text) + indentation;
  if (last === undefined) return fill(document, container, isCompact ? item : before + item, isCompact ? null : outer);
  const comma = commaAfter(text, endOf(last));
  const at = isCompact ? (comma ?? endOf(last) - 1) + 1 : behindComments(text, (comma ?? endOf(last) - 1) + 1);
  if (comma !== null) return apply(text, [{ start: at, end: at, text: `${before}${item},` }]);
  const after = { start: at, end: at, text: before + item };
  if (at === endOf(last)) return apply(text, [{ ...after, text: `,${after.text}` }]);
  return apply(text, [after, { start: endOf(last), end: endOf(last), text: "," }]);
}

/** Puts the first item between the brackets, behind the comments there. `outer`: the closing bracket's indentation. */
function fill({ text }: Document, container: Node, item: string, outer: string | null): string {
  const end = endOf(container) - 1;
  const start = container.offset + 1 + text.slice(container.offset + 1, end).trimEnd().length;
  const closing = outer === null ? "" : endOfLine(text) + outer;
  return apply(text, [{ start, end, text: item + closing }]);
}

/** Writes a new value over an old one, at its place. */
export function replace(document: Document, node: Node, value: unknown): string {
  const { text } = document;
  const isCompact = isOneLine(text, node) && itemsOf(document.root).length > 0;
  const rendered = render(document, value, indentationAt(text, node.offset), isCompact);
  return apply(text, [{ start: node.offset, end: endOf(node), text: rendered }]);
}

/** Takes out the item at an index, with its comma and its line; comments beside it stay. */
export function removeAt(document: Document, container: Node, index: number): string {
  const { text } = document;
  const item = itemsOf(container)[index]!;
  const previous = itemsOf(container)[index - 1];
  const comma = commaAfter(text, endOf(item)) ?? (previous === undefined ? null : commaAfter(text, endOf(previous)));
  const isOwnComma = comma !== null && comma >= endOf(item) && text.slice(endOf(item), comma).trim() === "";
  const range = withBlanks(text, item.offset, isOwnComma ? comma + 1 : endOf(item), index === 0);
  const edits = [{ ...range, text: "" }];
  if (comma !== null && !isOwnComma) edits.push({ start: comma, end: comma + 1, text: "" });
  const result = apply(text, edits);
  return itemsOf(container).length > 1 ? result : closeUp(result, container.offset);
}

/** A range and the blanks that it leaves behind: its whole line when it has one to itself. */
function withBlanks(text: string, start: number, end: number, isFirst: boolean): { start: number; end: number } {
  const rest = /^[ \t]*(?=\r?\n|$)/.exec(text.slice(end));
  if (rest !== null && isFirstOnLine(text, start)) {
    const lineEnd = text.lastIndexOf("\n", start - 1);
    const lineStart = lineEnd > 0 && text[lineEnd - 1] === "\r" ? lineEnd - 1 : Math.max(lineEnd, 0);
    return { start: lineStart, end: end + rest[0].length };
  }
  if (isFirst) return { start, end: end + /^[ \t]*/.exec(text.slice(end))![0].length };
  const blanks = /[ \t]*$/.exec(text.slice(0, start))![0].length;
  return { start: start - blanks, end };
}

/** Brings the brackets at an offset together when only blanks are left between them. */
function closeUp(text: string, offset: number): string {
  const blanks = /^\s*(?=[\]}])/.exec(text.slice(offset + 1))?.[0].length ?? 0;
  return text.slice(0, offset + 1) + text.slice(offset + 1 + blanks);
}
