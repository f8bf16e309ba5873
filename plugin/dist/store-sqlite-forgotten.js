// @bun
// src/store/sqlite/forgotten.ts
var prepareForgotten = (db, key) => ({
  key,
  any: db.prepare("SELECT 1 FROM hive_state WHERE session_id = '' AND kind = 'forgotten' LIMIT 1"),
  atMs: db.prepare("SELECT at_ms FROM hive_state WHERE session_id = '' AND kind = 'forgotten' AND key = ?")
});
function forgottenIn({ key, any, atMs }) {
  let known = /* @__PURE__ */ new Map, isAny;
  return (sessionId, seenMs) => {
    if (isAny ??= any.get() !== null, !isAny)
      return !1;
    let untilMs = known.get(sessionId);
    if (untilMs === void 0)
      untilMs = atMs.get(markOf(sessionId, key))?.at_ms ?? Number.NEGATIVE_INFINITY, known.set(sessionId, untilMs);
    return seenMs <= untilMs;
  };
}
function markForgotten(db, sessionId, key, nowMs) {
  db.query(`INSERT INTO hive_state (session_id, kind, key, agent_id, at_ms, data) VALUES ('', 'forgotten', ?1, '', ?2, '{"isErased":false}')
     ON CONFLICT DO UPDATE SET at_ms = max(at_ms, ?2), data = '{"isErased":false}'`).run(markOf(sessionId, key), nowMs);
}
var isForgettingUnfinished = (db) => db.query(`SELECT 1 FROM hive_state WHERE session_id = '' AND kind = 'forgotten' AND data = '{"isErased":false}'`).get() !== null;
function finishForgetting(db) {
  db.query("UPDATE hive_state SET data = '{}' WHERE session_id = '' AND kind = 'forgotten'").run();
}
var markOf = (sessionId, key) => new Bun.CryptoHasher("sha256", key).update(`hive forgotten
${sessionId}`).digest("hex");

export { prepareForgotten, forgottenIn, markForgotten, isForgettingUnfinished, finishForgetting };
