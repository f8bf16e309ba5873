// @bun
// src/base/json.ts
var MAX_DEPTH = 500;
function isDeeperThan(value, levels, text) {
  return text.length > 2 * levels && opens(text, levels) && nestsBelow(value, levels);
}
var opens = (text, brackets) => countOf(text, "{", brackets) + countOf(text, "[", brackets) > brackets;
function countOf(text, character, limit) {
  let found = 0;
  for (let at = text.indexOf(character);at >= 0 && found <= limit; at = text.indexOf(character, at + 1))
    found += 1;
  return found;
}
function nestsBelow(value, levels) {
  if (typeof value !== "object" || value === null)
    return !1;
  if (levels === 0)
    return !0;
  for (let name in value)
    if (nestsBelow(value[name], levels - 1))
      return !0;
  return !1;
}
function objectIn2(text) {
  try {
    let value = JSON.parse(text);
    return isObject2(value) && !isDeeperThan(value, 500, text) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError)
      return null;
    throw error;
  }
}
function isObject2(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function textOf2(value) {
  return typeof value === "string" && value !== "" ? value : void 0;
}

export { MAX_DEPTH, isDeeperThan, nestsBelow, objectIn2, isObject2, textOf2 };
