// @bun
// src/model/kinds.ts
var one = { merge: "fields", limit: 1, ofSubagents: !1 }, many = { merge: "fields", ofSubagents: !1 }, KINDS = {
  session: {
    ...one,
    field: "session",
    title: "session",
    isWork: !1
  },
  start: {
    merge: "first",
    limit: 1,
    ofSubagents: !1,
    field: "start",
    title: "start",
    isWork: !1
  },
  continues: {
    ...many,
    field: "continues",
    title: "continues",
    isWork: !1,
    limit: 5
  },
  git: {
    ...one,
    field: "git",
    title: "git",
    isWork: !1
  },
  prompt: {
    ...many,
    field: "prompts",
    title: "prompts",
    isWork: !0,
    limit: 20,
    recallLimit: 200
  },
  message: {
    ...one,
    field: "lastAssistantMessage",
    title: "last message",
    isWork: !0
  },
  turn: {
    ...many,
    field: "turns",
    title: "ends of turns",
    isWork: !1,
    limit: 5
  },
  todos: { ...one, field: "todos", title: "todos", isWork: !0 },
  task: {
    ...many,
    field: "tasks",
    title: "tasks",
    isWork: !0,
    limit: 50,
    recallLimit: 500
  },
  plan: {
    ...one,
    field: "plan",
    title: "plan",
    isWork: !0
  },
  file: {
    ...many,
    field: "files",
    title: "files",
    isWork: !0,
    ofSubagents: !0,
    limit: 100,
    recallLimit: 300
  },
  command: {
    ...many,
    field: "commands",
    title: "commands",
    isWork: !0,
    ofSubagents: !0,
    limit: 20,
    recallLimit: 500
  },
  agent: {
    ...many,
    field: "subagents",
    title: "subagents",
    isWork: !0,
    limit: 20,
    recallLimit: 200
  },
  background: {
    ...one,
    field: "background",
    title: "background",
    isWork: !0
  },
  compact: {
    ...one,
    field: "compact",
    title: "compaction",
    isWork: !0
  },
  end: { ...one, field: "end", title: "end", isWork: !1 },
  operation: {
    merge: "first",
    field: "operations",
    title: "operations",
    isWork: !0,
    ofSubagents: !0,
    limit: 30
  }
};
function recallLimitOf(kind) {
  let { limit, recallLimit = limit } = KINDS[kind];
  return recallLimit;
}
var KINDS_SINCE = "0.4.0", KIND_NAMES = Object.keys(KINDS);

// src/model/merge.ts
var CLOCK_SKEW_MS = 2000;
function mergeRows(rule, a, b) {
  if (rule === "first")
    return isBefore(a, b) ? a : b;
  if (b.atMs > a.atMs && b.times === void 0 && Object.keys(a.data).every((name) => Object.hasOwn(b.data, name)))
    return b;
  let data = /* @__PURE__ */ new Map, times = /* @__PURE__ */ new Map;
  for (let row of [a, b])
    for (let [name, value] of Object.entries(row.data)) {
      let atMs = saidAtMs(row, name), knownMs = times.get(name);
      if (knownMs !== void 0 && (atMs < knownMs || atMs === knownMs && !isGreater(value, data.get(name))))
        continue;
      data.set(name, value), times.set(name, atMs);
    }
  let atMs = Math.max(a.atMs, b.atMs), older = [...times].filter(([, saidMs]) => saidMs < atMs), merged = { atMs, data: Object.fromEntries(data) };
  return older.length === 0 ? merged : { ...merged, times: Object.fromEntries(older) };
}
function arrivalBound(atMs, nowMs, place, ageMs) {
  if (ageMs !== void 0 && isOdd(atMs, nowMs))
    return nowMs - ageMs + place / 1000;
  return isAhead(atMs, nowMs) ? nowMs + place / 1000 : atMs;
}
var isAhead = (atMs, nowMs) => atMs > nowMs + 2000, isOdd = (atMs, nowMs) => isAhead(atMs, nowMs) || !isKnownTime(atMs);
function boundedBy(row, nowMs) {
  return row.atMs <= nowMs + 2000 ? row : { atMs: 0, data: row.data };
}
var FIRST_KNOWN_MS = Date.UTC(2017, 0), readTime = (atMs, nowMs) => atMs <= nowMs + 2000 ? atMs : (atMs - nowMs) / 1e6, isKnownTime = (atMs) => atMs >= FIRST_KNOWN_MS, fieldTime = (row, name) => Object.hasOwn(row.data, name) ? saidAtMs(row, name) : null, saidAtMs = ({ atMs, times }, name) => times !== void 0 && Object.hasOwn(times, name) ? times[name] : atMs, isGreater = (a, b) => (JSON.stringify(a) ?? "") > (JSON.stringify(b) ?? "");
function isBefore(a, b) {
  return a.atMs < b.atMs || a.atMs === b.atMs && !isGreater(a.data, b.data);
}

export { KINDS, recallLimitOf, KINDS_SINCE, KIND_NAMES, CLOCK_SKEW_MS, mergeRows, arrivalBound, isOdd, boundedBy, FIRST_KNOWN_MS, readTime, isKnownTime, fieldTime };
