import { Database } from "bun:sqlite";
import { KIND_NAMES } from "../../model/kinds.ts";
import { kyselyOf } from "../../store/sqlite/open/connection.ts";
import { storedKey } from "../../store/sqlite/apply/stored-row.ts";
import { migrateCopy } from "../../store/sqlite/open/migrations.ts";
import { UNTRUSTED } from "../../store/sqlite/untrusted.ts";
import type { Archive, ArchivedFact, ArchivedSession } from "./archive.ts";

/** A fact as the archive or the fleet has it: see archiveKey. */
export type KeptFact = Pick<ArchivedFact, "kind" | "key" | "agentId" | "atMs" | "data" | "times">;

/** A project's table has the last message alone, the archive each. @param facts the earliest first */
function lastMessageOnly(facts: readonly KeptFact[]): KeptFact[] {
  const last = facts.findLast(({ kind, agentId }) => kind === "message" && agentId === "");
  return facts.flatMap((fact) => (fact.kind !== "message" ? [fact] : fact === last ? [{ ...fact, key: "last" }] : []));
}

/** A session of the archive as a project's store has it. */
export const asStore = async (archive: Archive, session: ArchivedSession): Promise<Database> =>
  await storeOf(session, archive.facts(session, KIND_NAMES));

/** A session as a project's store has it, in memory: what reads stores can read it. @param facts the earliest first */
export async function storeOf(
  session: Pick<ArchivedSession, "sessionId" | "agent" | "seenMs" | "isUntrusted">,
  facts: readonly KeptFact[],
): Promise<Database> {
  const db = new Database(":memory:", { strict: true });
  await migrateCopy(db);
  const kysely = kyselyOf(db);
  const { sessionId, agent, seenMs, isUntrusted } = session;
  const rows = lastMessageOnly(facts).map(({ kind, key, agentId, atMs, data, times }) => ({
    session_id: sessionId,
    kind,
    key: storedKey(agentId, key),
    agent_id: agentId,
    at_ms: atMs,
    data,
    times,
  }));
  if (isUntrusted)
    rows.push({ session_id: sessionId, kind: UNTRUSTED, key: "", agent_id: "", at_ms: 0, data: "{}", times: null });
  for (const row of rows) await kysely.insertInto("hive_state").values(row).execute();
  await kysely
    .insertInto("hive_instances")
    .values({ session_id: sessionId, instance_id: sessionId, pid: null, last_seen_ms: seenMs, operations: 0, agent })
    .execute();
  return db;
}
