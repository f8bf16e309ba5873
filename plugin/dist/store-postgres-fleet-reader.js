// @bun
import {
  nameRange,
  sendTombstones
} from "./store-postgres-tombstones.js";
import {
  connectFleet,
  asAway,
  makeTables,
  assertVersion
} from "./store-postgres-schema.js";
import {
  sql
} from "./store-sqlite-open-connection.js";

// src/store/postgres/fleet-reader.ts
class FleetReader {
  #address;
  #connection;
  constructor(address) {
    this.#address = address, this.#connection = connectFleet(address);
  }
  async init() {
    return await this.#within(() => makeTables(this.#connection.kysely));
  }
  async machines() {
    return await this.#checked(async (fleet) => {
      let { rows } = await sql`
        SELECT machine, label, hive_version AS "hiveVersion", seen_ms AS "seenMs",
          (SELECT pg_catalog.count(DISTINCT project) FROM hive.sources s WHERE s.fleet = m.fleet AND s.machine = m.machine)::int AS projects,
          (SELECT pg_catalog.count(*) FROM hive.sessions s WHERE s.fleet = m.fleet AND s.machine = m.machine)::int AS sessions,
          (SELECT pg_catalog.count(*) FROM hive.refused r JOIN hive.sources s USING (fleet, source)
            WHERE s.fleet = m.fleet AND s.machine = m.machine)::int AS refused,
          (SELECT coalesce(pg_catalog.sum(missing), 0) FROM hive.sources s
            WHERE s.fleet = m.fleet AND s.machine = m.machine)::float8 AS missing
        FROM hive.machines m WHERE fleet = ${fleet} ORDER BY seen_ms DESC`.execute(this.#connection.kysely);
      return rows;
    });
  }
  async sessions(limit, text = "") {
    return await this.#checked(async (fleet) => {
      let like = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`, { rows } = await sql`
        SELECT ${SESSION} FROM hive.sessions s JOIN hive.machines m USING (fleet, machine)
        WHERE fleet = ${fleet} AND pg_catalog.concat_ws(' ', s.title, s.branch, s.project, s.agent, s.session, m.label) ILIKE ${like}
        ORDER BY s.seen_ms DESC LIMIT ${limit}`.execute(this.#connection.kysely);
      return rows;
    });
  }
  async sessionsOf(prefix) {
    return await this.#checked(async (fleet) => {
      let { rows } = await sql`
        SELECT ${SESSION} FROM hive.sessions s JOIN hive.machines m USING (fleet, machine)
        WHERE fleet = ${fleet} AND pg_catalog.starts_with(s.session, ${prefix}) ORDER BY s.seen_ms DESC LIMIT 20`.execute(this.#connection.kysely);
      return rows;
    });
  }
  async facts({ machine, session }) {
    let [least, greatest] = nameRange(machine, session);
    return await this.#checked(async (fleet) => {
      let { rows } = await sql`
        SELECT kind, key, agent_id AS "agentId", at_ms AS "atMs", data, times FROM hive.facts
        WHERE fleet = ${fleet} AND name BETWEEN ${least}::uuid AND ${greatest}::uuid
          AND machine = ${machine} AND session = ${session} ORDER BY at_ms DESC, key DESC`.execute(this.#connection.kysely);
      return rows;
    });
  }
  async search(words, limit) {
    return await this.#checked(async (fleet) => {
      let { rows } = await sql`
        SELECT ${SESSION}, f.kind, f.words, f.at_ms AS "atMs", f.is_failed AS "isFailed"
        FROM hive.facts f JOIN hive.sessions s USING (fleet, machine, session) JOIN hive.machines m USING (fleet, machine)
        WHERE fleet = ${fleet} AND f.words IS NOT NULL
          AND pg_catalog.to_tsvector('simple', f.words) @@ pg_catalog.plainto_tsquery('simple', ${words})
        ORDER BY f.at_ms DESC LIMIT ${limit}`.execute(this.#connection.kysely);
      return rows;
    });
  }
  async seqOf(source) {
    return await this.#checked(async (fleet) => {
      let row = await this.#connection.kysely.selectFrom("sources").select("seq").where("fleet", "=", fleet).where("source", "=", source).executeTakeFirst();
      return Number(row?.seq ?? 0);
    });
  }
  async forget(dataDirectory) {
    await this.#checked((fleet) => sendTombstones(this.#connection.kysely, fleet, dataDirectory));
  }
  async close() {
    await this.#connection.close();
  }
  async[Symbol.asyncDispose]() {
    await this.close();
  }
  async#checked(read) {
    return await this.#within(async () => (await assertVersion(this.#connection.kysely, this.#address), await read(this.#address.fleet)));
  }
  async#within(work) {
    try {
      return await work();
    } catch (error) {
      throw asAway(error, this.#address);
    }
  }
}
var SESSION = sql.raw(`s.session, s.machine, m.label, s.project, s.agent, s.title, s.branch,
  s.seen_ms AS "seenMs", s.ended_ms AS "endedMs", s.turn_ended_ms AS "turnEndedMs"`);
export {
  FleetReader
};
