// @bun
import {
  KIND_NAMES
} from "./model-merge.js";
import {
  migrateCopy2
} from "./store-sqlite-open-migrations.js";
import {
  kyselyOf
} from "./store-sqlite-open-connection.js";
import {
  UNTRUSTED
} from "./store-sqlite-settled.js";
import {
  storedKey
} from "./store-sqlite-apply-stored-row.js";

// src/recall/archive/as-store.ts
import { Database } from "bun:sqlite";
function lastMessageOnly(facts) {
  let last = facts.findLast(({ kind, agentId }) => kind === "message" && agentId === "");
  return facts.flatMap((fact) => fact.kind !== "message" ? [fact] : fact === last ? [{ ...fact, key: "last" }] : []);
}
var asStore = async (archive, session) => await storeOf(session, archive.facts(session, KIND_NAMES));
async function storeOf(session, facts) {
  let db = new Database(":memory:", { strict: !0 });
  await migrateCopy2(db);
  let kysely = kyselyOf(db), { sessionId, agent, seenMs, isUntrusted } = session, rows = lastMessageOnly(facts).map(({ kind, key, agentId, atMs, data, times }) => ({
    session_id: sessionId,
    kind,
    key: storedKey(agentId, key),
    agent_id: agentId,
    at_ms: atMs,
    data,
    times
  }));
  if (isUntrusted)
    rows.push({ session_id: sessionId, kind: UNTRUSTED, key: "", agent_id: "", at_ms: 0, data: "{}", times: null });
  for (let row of rows)
    await kysely.insertInto("hive_state").values(row).execute();
  return await kysely.insertInto("hive_instances").values({ session_id: sessionId, instance_id: sessionId, pid: null, last_seen_ms: seenMs, operations: 0, agent }).execute(), db;
}

export { asStore, storeOf };
