import type { Database } from "bun:sqlite";
import { sql } from "kysely";
import { kyselyOf } from "../sqlite/open/connection.ts";
import { parameter as p, Prepared } from "../sqlite/prepared.ts";
import type { ArchiveTables } from "./schema.ts";

interface StoredFact {
  readonly id: number;
  readonly at_ms: number;
  readonly data: string;
  readonly times: string | null;
  readonly text: string | null;
}

interface Id {
  readonly id: number;
}

/** Everything that filling the archive runs, compiled once. */
export function prepareArchive(db: Database) {
  const kysely = kyselyOf<ArchiveTables>(db);
  const changed = {
    at_ms: p("atMs"),
    data: p("data"),
    times: p("times"),
    text: p("text"),
    is_failed: p("isFailed"),
  };
  return {
    /** The row of a project, made at first sight. */
    project: new Prepared<Id>(
      db,
      kysely
        .insertInto("projects")
        .values({ machine: p("machine"), path: p("path"), name: p("name") })
        .onConflict((conflict) => conflict.columns(["machine", "path"]).doUpdateSet({ name: sql`excluded.name` }))
        .returning("id"),
    ),
    session: new Prepared<Id>(
      db,
      kysely
        .insertInto("sessions")
        .values({
          project: p("project"),
          session_id: p("sessionId"),
          agent: p("agent"),
          started_ms: p("atMs"),
          seen_ms: p("atMs"),
          is_untrusted: p("isUntrusted"),
        })
        .onConflict((conflict) =>
          conflict.columns(["project", "session_id"]).doUpdateSet({
            agent: sql`CASE WHEN excluded.seen_ms >= sessions.seen_ms THEN excluded.agent ELSE sessions.agent END`,
            started_ms: sql`min(sessions.started_ms, excluded.started_ms)`,
            seen_ms: sql`max(sessions.seen_ms, excluded.seen_ms)`,
            // @mutant a session with one row that is not proved is untrusted
            is_untrusted: sql`max(sessions.is_untrusted, excluded.is_untrusted)`,
          }),
        )
        .returning("id"),
    ),
    describe: new Prepared(
      db,
      kysely
        .updateTable("sessions")
        .set({
          title: p("title"),
          directory: p("directory"),
          worktree: p("worktree"),
          branch: p("branch"),
          model: p("model"),
          transcript_path: p("transcriptPath"),
          is_attended: p("isAttended"),
          ended_ms: p("endedMs"),
        })
        .where("id", "=", p("id")),
    ),
    fact: new Prepared<StoredFact>(
      db,
      kysely
        .selectFrom("facts")
        .select(["id", "at_ms", "data", "times", "text"])
        .where("session", "=", p("session"))
        .where("kind", "=", p("kind"))
        .where("agent_id", "=", p("agentId"))
        .where("key", "=", p("key")),
    ),
    firstPrompt: new Prepared<{ text: string }>(
      db,
      kysely
        .selectFrom("facts")
        .select(sql<string>`substr(text, 1, 400)`.as("text"))
        .where("session", "=", p("session"))
        .where("kind", "=", "prompt")
        .where("agent_id", "=", "")
        .where("text", "is not", null)
        .orderBy("at_ms")
        .limit(1),
    ),
    newFact: new Prepared<Id>(
      db,
      kysely
        .insertInto("facts")
        .values({ session: p("session"), agent_id: p("agentId"), kind: p("kind"), key: p("key"), ...changed })
        .returning("id"),
    ),
    changeFact: new Prepared(db, kysely.updateTable("facts").set(changed).where("id", "=", p("id"))),
    // Kysely has no words for the commands of a full-text index.
    addWords: db.prepare<unknown, [number, string]>("INSERT INTO search (rowid, text) VALUES (?, ?)"),
    dropWords: db.prepare<unknown, [number, string]>(
      "INSERT INTO search (search, rowid, text) VALUES ('delete', ?, ?)",
    ),
    cursor: new Prepared<{ seq: number }>(
      db,
      kysely.selectFrom("cursors").select("seq").where("source", "=", p("source")),
    ),
    moveCursor: new Prepared(
      db,
      kysely
        .insertInto("cursors")
        .values({ source: p("source"), project: p("project"), seq: p("seq"), at_ms: p("atMs") })
        .onConflict((conflict) =>
          conflict.column("source").doUpdateSet({
            project: sql`excluded.project`,
            // The slower of two workers of a project must not move the cursor back.
            seq: sql`max(cursors.seq, excluded.seq)`,
            at_ms: sql`excluded.at_ms`,
          }),
        ),
    ),
    refuse: new Prepared(
      db,
      kysely
        .insertInto("refused")
        .values({
          source: p("source"),
          seq: p("seq"),
          entry_id: p("entryId"),
          reason: p("reason"),
          at_ms: p("atMs"),
        })
        .onConflict((conflict) => conflict.doNothing()),
    ),
  };
}

export type ArchiveStatements = ReturnType<typeof prepareArchive>;
