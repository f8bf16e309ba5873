import { mkdirSync, readdirSync, readFileSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type Kysely, sql } from "kysely";
import { errorCode } from "../../base/errors.ts";
import { objectIn } from "../../base/json.ts";
import { CHANNEL } from "./connect/channel.ts";
import { nameRange } from "./rows/fact-name.ts";
import type { FleetTables } from "./schema.ts";
import { markOf } from "./rows/text.ts";

/** The folder of the user's data directory with the sessions that the fleet has yet to forget. */
const FOLDER = "fleet-forgets";
const NAME = /^[0-9a-f]{64}$/;

/** {@link markOf}, for the server. */
const MARK = sql.raw(`pg_catalog.encode(pg_catalog.sha256(pg_catalog.convert_to(
  'hive forgotten' || pg_catalog.chr(10) || session, 'UTF8')), 'hex')`);

/** Notes that the fleet is to forget a session up to a time. The note names no session. */
export function noteTombstone(dataDirectory: string, sessionId: string, nowMs: number): void {
  const folder = join(dataDirectory, FOLDER);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  writeFileSync(join(folder, markOf(sessionId)), JSON.stringify({ atMs: nowMs }), { mode: 0o600 });
}

/** The marks of the sessions that the fleet has yet to forget. */
export function pendingTombstones(dataDirectory: string): string[] {
  try {
    return readdirSync(join(dataDirectory, FOLDER)).filter((name) => NAME.test(name));
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    return [];
  }
}

/**
 * Makes the server forget the noted sessions, of any machine, and removes the notes. The tombstones stay, so that no
 * machine can send those sessions again.
 */
export async function sendTombstones(kysely: Kysely<FleetTables>, fleet: string, dataDirectory: string): Promise<void> {
  for (const mark of pendingTombstones(dataDirectory)) {
    const path = join(dataDirectory, FOLDER, mark);
    const atMs = Number(objectIn(readFileSync(path, "utf8"))?.["atMs"]) || Date.now();
    await kysely.transaction().execute(async (transaction) => {
      // @mutant a batch that is on its way does not bring back what is forgotten
      await sql`SELECT FROM hive.machines WHERE fleet = ${fleet} ORDER BY machine FOR UPDATE`.execute(transaction);
      const isIt = sql`fleet = ${fleet} AND ${MARK} = ${mark}`;
      const { rows } = await sql<{ machine: string; session: string; seen_ms: number }>`
        DELETE FROM hive.sessions WHERE ${isIt} RETURNING machine, session, seen_ms`.execute(transaction);
      for (const { machine, session } of rows) {
        const [least, greatest] = nameRange(machine, session);
        await sql`DELETE FROM hive.facts WHERE fleet = ${fleet} AND name BETWEEN ${least}::uuid AND ${greatest}::uuid
          AND machine = ${machine} AND session = ${session}`.execute(transaction);
      }
      // @mutant what a machine whose clock is ahead has sent does not come again
      const untilMs = Math.max(atMs, ...rows.map((row) => row.seen_ms));
      await transaction
        .insertInto("tombstones")
        .values({ fleet, mark, at_ms: untilMs })
        .onConflict((conflict) =>
          conflict
            .columns(["fleet", "mark"])
            .doUpdateSet({ at_ms: sql`greatest(tombstones.at_ms, ${untilMs})` as never }),
        )
        .execute();
      await sql`SELECT pg_catalog.pg_notify(${CHANNEL}, '')`.execute(transaction);
    });
    unlinkSync(path);
  }
}
