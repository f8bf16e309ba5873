// @bun
// src/recall/continued.ts
var continuing = (sessionId, root, nowMs) => ({
  ["HIVE_CONTINUES"]: `${Math.trunc(nowMs)}:${Bun.hash(root).toString(36)}:${sessionId}`
});
function continuedIn(env, root, nowMs) {
  let [mark = "", startedMs, sessionId = ""] = /^(\d{1,16}):[0-9a-z]{1,16}:([^]+)$/.exec(env.HIVE_CONTINUES ?? "") ?? [];
  if (sessionId === "" || Math.abs(nowMs - Number(startedMs)) > 3600000)
    return null;
  return mark === continuing(sessionId, root, Number(startedMs)).HIVE_CONTINUES ? { sessionId, mark } : null;
}

export { continuing, continuedIn };
