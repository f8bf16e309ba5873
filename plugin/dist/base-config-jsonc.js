// @bun
import {
  parseTree,
  printParseErrorCode
} from "./import-main-3.js";
import {
  HiveError
} from "./base-errors.js";

// src/base/config/jsonc.ts
function parseDocument(text) {
  let errors = [], root = treeOf(text, errors), [error] = errors;
  if (root !== void 0 && error === void 0)
    return { text, root };
  let line = text.slice(0, error?.offset ?? 0).split(`
`).length, what = error === void 0 ? "it holds no value" : printParseErrorCode(error.error);
  throw unreadable(`it is not JSON: ${what} in line ${line}`);
}
var unreadable = (message, cause) => new HiveError("HIVE_INVALID_OPTION", message, {
  hint: "correct the file first: hive does not write over what it cannot read",
  cause
});
function treeOf(text, errors) {
  try {
    return parseTree(text, errors, { allowTrailingComma: !0 });
  } catch (error) {
    if (error instanceof RangeError)
      throw unreadable("it nests too deep", error);
    throw error;
  }
}
var endOf = (node) => node.offset + node.length, itemsOf = (container) => container?.children ?? [];
function valueOf(object, key) {
  let found = itemsOf(object).filter((property) => property.children?.[0]?.value === key);
  if (found.length > 1)
    throw new HiveError("HIVE_INVALID_OPTION", `it holds ${JSON.stringify(key)} twice`, {
      hint: "join the two into one first"
    });
  return found[0]?.children?.[1];
}
var isBare = ({ text }, container) => text.slice(container.offset + 1, endOf(container) - 1).trim() === "";
function apply(text, edits) {
  let result = text;
  for (let edit of edits.toSorted((a, b) => b.start - a.start))
    result = result.slice(0, edit.start) + edit.text + result.slice(edit.end);
  return result;
}
function indentationAt(text, offset) {
  let start = text.lastIndexOf(`
`, offset - 1) + 1;
  return /^[ \t]*/.exec(text.slice(start, offset))[0];
}
var isFirstOnLine = (text, offset) => text.slice(text.lastIndexOf(`
`, offset - 1) + 1, offset).trim() === "", isOneLine = (text, { offset, length }) => !text.slice(offset, offset + length).includes(`
`), endOfLine = (text) => (/\r?\n/.exec(text) ?? [`
`])[0];
function indentationUnit({ text, root }) {
  let [first] = itemsOf(root);
  return (first !== void 0 && isFirstOnLine(text, first.offset) ? indentationAt(text, first.offset) : "") || (/^([ \t]+)["{[]/m.exec(text)?.[1] ?? "  ");
}
function render(document, value, indentation, isCompact) {
  let { text } = document;
  if (!isCompact)
    return JSON.stringify(value, null, indentationUnit(document)).replaceAll(`
`, endOfLine(text) + indentation);
  if (!hasSpaces(text))
    return JSON.stringify(value);
  return JSON.stringify(value, null, 1).replaceAll(/([{[])\n */g, "$1").replaceAll(/\n *([}\]])/g, "$1").replaceAll(/\n */g, " ");
}
var hasSpaces = (text) => /"\s*:[ \t]/.test(text), COMMENT = String.raw`//[^\r\n]*|/\*[\s\S]*?\*/`;
function skip(text, offset, pattern) {
  let matcher = new RegExp(pattern, "y");
  return matcher.lastIndex = offset, offset + (matcher.exec(text)?.[0].length ?? 0);
}
function commaAfter(text, offset) {
  let next = skip(text, offset, `(?:\\s|${COMMENT})*`);
  return text[next] === "," ? next : null;
}
var behindComments = (text, offset) => skip(text, offset, `(?:[ \\t]*(?:${COMMENT}))*`);
function append(document, container, key, value) {
  let { text, root } = document, [first] = itemsOf(container), last = itemsOf(container).at(-1), isCompact = itemsOf(root).length > 0 && isOneLine(text, last === void 0 ? root : container), outer = indentationAt(text, container.offset), indentation = first !== void 0 && isFirstOnLine(text, first.offset) ? indentationAt(text, first.offset) : outer + indentationUnit(document), item = (key === null ? "" : `${JSON.stringify(key)}:${!isCompact || hasSpaces(text) ? " " : ""}`) + render(document, value, indentation, isCompact), before = isCompact ? hasSpaces(text) ? " " : "" : endOfLine(text) + indentation;
  if (last === void 0)
    return fill(document, container, isCompact ? item : before + item, isCompact ? null : outer);
  let comma = commaAfter(text, endOf(last)), at = isCompact ? (comma ?? endOf(last) - 1) + 1 : behindComments(text, (comma ?? endOf(last) - 1) + 1);
  if (comma !== null)
    return apply(text, [{ start: at, end: at, text: `${before}${item},` }]);
  let after = { start: at, end: at, text: before + item };
  if (at === endOf(last))
    return apply(text, [{ ...after, text: `,${after.text}` }]);
  return apply(text, [after, { start: endOf(last), end: endOf(last), text: "," }]);
}
function fill({ text }, container, item, outer) {
  let end = endOf(container) - 1, start = container.offset + 1 + text.slice(container.offset + 1, end).trimEnd().length, closing = outer === null ? "" : endOfLine(text) + outer;
  return apply(text, [{ start, end, text: item + closing }]);
}
function replace(document, node, value) {
  let { text } = document, isCompact = isOneLine(text, node) && itemsOf(document.root).length > 0, rendered = render(document, value, indentationAt(text, node.offset), isCompact);
  return apply(text, [{ start: node.offset, end: endOf(node), text: rendered }]);
}
function removeAt(document, container, index) {
  let { text } = document, item = itemsOf(container)[index], previous = itemsOf(container)[index - 1], comma = commaAfter(text, endOf(item)) ?? (previous === void 0 ? null : commaAfter(text, endOf(previous))), isOwnComma = comma !== null && comma >= endOf(item) && text.slice(endOf(item), comma).trim() === "", edits = [{ ...withBlanks(text, item.offset, isOwnComma ? comma + 1 : endOf(item), index === 0), text: "" }];
  if (comma !== null && !isOwnComma)
    edits.push({ start: comma, end: comma + 1, text: "" });
  let result = apply(text, edits);
  return itemsOf(container).length > 1 ? result : closeUp(result, container.offset);
}
function withBlanks(text, start, end, isFirst) {
  let rest = /^[ \t]*(?=\r?\n|$)/.exec(text.slice(end));
  if (rest !== null && isFirstOnLine(text, start)) {
    let lineEnd = text.lastIndexOf(`
`, start - 1);
    return { start: lineEnd > 0 && text[lineEnd - 1] === "\r" ? lineEnd - 1 : Math.max(lineEnd, 0), end: end + rest[0].length };
  }
  if (isFirst)
    return { start, end: end + /^[ \t]*/.exec(text.slice(end))[0].length };
  let blanks = /[ \t]*$/.exec(text.slice(0, start))[0].length;
  return { start: start - blanks, end };
}
function closeUp(text, offset) {
  let blanks = /^\s*(?=[\]}])/.exec(text.slice(offset + 1))?.[0].length ?? 0;
  return text.slice(0, offset + 1) + text.slice(offset + 1 + blanks);
}

export { parseDocument, itemsOf, valueOf, isBare, append, replace, removeAt };
