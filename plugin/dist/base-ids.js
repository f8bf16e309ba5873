// @bun
// src/base/ids.ts
function hashOf2(id) {
  return `hash-${Bun.hash(id).toString(16)}`;
}
function hasControl(text) {
  for (let index = 0;index < text.length; index += 1) {
    let code = text.charCodeAt(index);
    if (code < 32 || code >= 127 && code <= 159)
      return !0;
  }
  return !1;
}
var MAX_FILE_NAME_CHARS = 128;
function isFileName(id) {
  for (let index = 0;index < id.length; index += 1) {
    let code = id.charCodeAt(index), isDigit = code >= 48 && code <= 57, isLetter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!isDigit && !isLetter && code !== 45 && code !== 95)
      return !1;
  }
  return id !== "" && id.length <= MAX_FILE_NAME_CHARS;
}

export { hashOf2, hasControl, isFileName };
