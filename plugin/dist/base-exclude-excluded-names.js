// @bun
import {
  isObject2
} from "./base-json.js";

// src/base/exclude/excluded-names.ts
var PATHS = /path|file|uri|dir|cwd/i, WORDS = /^(?:command|cmd|script|patch|input|args|arguments)$/i;
function namesExcluded(exclusion, input, cwd) {
  if (typeof input === "string")
    return exclusion.isNamedIn(input, cwd);
  if (!isObject2(input))
    return !1;
  for (let name in input)
    for (let text of textsIn(input[name])) {
      if (PATHS.test(name) && exclusion.covers(text.replace(/^file:\/\//, ""), cwd))
        return !0;
      if (WORDS.test(name) && exclusion.isNamedIn(text, cwd))
        return !0;
    }
  return !1;
}
var textsIn = (value) => (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string" && one !== "");

export { namesExcluded };
