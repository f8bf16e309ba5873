// @bun
// src/base/text/own-text.ts
var OWN = /(^|\n)"?(Go on with the work of an earlier session.*\n\s*)?hive: records of [^]*?(\nIn full: .* --json"?|$)/g, withoutOwnText = (prompt) => prompt.replace(OWN, "").trim();

export { withoutOwnText };
