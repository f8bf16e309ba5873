// @bun
import {
  objectIn2
} from "./base-json.js";

// src/store/sqlite/apply/stored-row.ts
var MARK = "\x1F";
function storedKey(agentId, key) {
  if (agentId !== "")
    return `${MARK}${JSON.stringify(agentId)}${MARK}${key}`;
  return key.startsWith(MARK) ? MARK + MARK + key : key;
}
function factKey(agentId, stored) {
  if (agentId !== "")
    return stored.slice(JSON.stringify(agentId).length + 2);
  return stored.startsWith(MARK) ? stored.slice(2) : stored;
}
function rowIn({ at_ms: atMs, data, times }) {
  let fields = typeof data === "string" ? objectIn2(data) : null;
  if (fields === null)
    return null;
  let said = typeof times === "string" ? objectIn2(times) : null;
  return { atMs: Number(atMs) || 0, data: fields, ...said === null ? {} : { times: said } };
}

export { storedKey, factKey, rowIn };
