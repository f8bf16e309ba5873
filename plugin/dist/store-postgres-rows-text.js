// @bun
import {
  isObject2
} from "./base-json.js";

// src/store/postgres/rows/text.ts
function clean(value) {
  if (typeof value === "string")
    return value.replaceAll("\x00", "\uFFFD").toWellFormed();
  if (Array.isArray(value))
    return value.map((one) => clean(one));
  if (!isObject2(value))
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [clean(name), clean(one)]));
}
var UNCLEAN = /\\u(?:0000|d[89a-f])/i, mayBeUnclean = (json) => UNCLEAN.test(json), markOf3 = (sessionId) => new Bun.CryptoHasher("sha256").update(`hive forgotten
${sessionId}`).digest("hex");

export { clean, mayBeUnclean, markOf3 };
