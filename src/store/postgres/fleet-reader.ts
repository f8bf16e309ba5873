import { sql } from "kysely";
import type { FleetAddress } from "./connect/address.ts";
import { asAway, connectFleet, type FleetConnection } from "./connect/pool.ts";
import { nameRange } from "./rows/fact-name.ts";
import { assertVersion, makeTables } from "./schema.ts";
import { sendTombstones } from "./tombstones.ts";

/** A machine of the fleet. Times are in ms since 1970. */
export interface FleetMachine {
  readonly machine: string;
  readonly label: string;
  readonly hiveVersion: string;
  readonly seenMs: number;
  readonly projects: number;
  readonly sessions: number;
  /** Rows that the server could not take. */
  readonly refused: number;
  /** Rows between those that came: pruned or forgotten before they were sent, or lost. */
  readonly missing: number;
}

/** A session of any machine. Null means that it is not known, or not shared. */
export interface FleetSession {
  readonly session: string;
  readonly machine: string;
  readonly label: string;
  readonly project: string;
  readonly agent: string;
  readonly title: string | null;
  readonly branch: string | null;
  readonly seenMs: number;
  readonly endedMs: number | null;
  readonly turnEndedMs: number | null;
}

export interface FleetFact {
  readonly kind: string;
  readonly key: string;
  readonly agentId: string;
  readonly atMs: number;
  readonly data: unknown;
  /** The times of fields that are older than `atMs`: see the model's rows. Null for none. */
  readonly times: unknown;
}

/** A fact in which words were found. */
export interface FleetHit extends FleetSession {
  readonly kind: string;
  readonly words: string;
  readonly atMs: number;
  readonly isFailed: boolean;
}

/** Reads a fleet's server for a person. Every method throws HIVE_STORE_UNAVAILABLE where it is away. */
export class FleetReader {
  readonly #address: FleetAddress;
  readonly #connection: FleetConnection;

  constructor(address: FleetAddress) {
    this.#address = address;
    this.#connection = connectFleet(address);
  }

  /** Makes the tables, or brings them up to date. @returns whether anything changed */
  async init(): Promise<boolean> {
    return await this.#within(() => makeTables(this.#connection.kysely));
  }

  async machines(): Promise<FleetMachine[]> {
    return await this.#checked(async (fleet) => {
      const { rows } = await sql<FleetMachine>`
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

  /** The sessions of all machines, the latest first. @param text a part of title, branch, project, agent or id */
  async sessions(limit: number, text = ""): Promise<FleetSession[]> {
    return await this.#checked(async (fleet) => {
      const like = `%${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
      const { rows } = await sql<FleetSession>`
        SELECT ${SESSION} FROM hive.sessions s JOIN hive.machines m USING (fleet, machine)
        WHERE fleet = ${fleet} AND pg_catalog.concat_ws(' ', s.title, s.branch, s.project, s.agent, s.session, m.label) ILIKE ${like}
        ORDER BY s.seen_ms DESC LIMIT ${limit}`.execute(this.#connection.kysely);
      return rows;
    });
  }

  /** The sessions of all machines whose id begins with a text: 20 at most. */
  async sessionsOf(prefix: string): Promise<FleetSession[]> {
    return await this.#checked(async (fleet) => {
      const { rows } = await sql<FleetSession>`
        SELECT ${SESSION} FROM hive.sessions s JOIN hive.machines m USING (fleet, machine)
        WHERE fleet = ${fleet} AND pg_catalog.starts_with(s.session, ${prefix}) ORDER BY s.seen_ms DESC LIMIT 20`.execute(
        this.#connection.kysely,
      );
      return rows;
    });
  }

  /** All facts of a session that its machine shares, the latest first. */
  async facts({ machine, session }: Pick<FleetSession, "machine" | "session">): Promise<FleetFact[]> {
    const [least, greatest] = nameRange(machine, session);
    return await this.#checked(async (fleet) => {
      const { rows } = await sql<FleetFact>`
        SELECT kind, key, agent_id AS "agentId", at_ms AS "atMs", data, times FROM hive.facts
        WHERE fleet = ${fleet} AND name BETWEEN ${least}::uuid AND ${greatest}::uuid
          AND machine = ${machine} AND session = ${session} ORDER BY at_ms DESC, key DESC`.execute(
        this.#connection.kysely,
      );
      return rows;
    });
  }

  /** The facts in which all words are, the latest first. */
  async search(words: string, limit: number): Promise<FleetHit[]> {
    return await this.#checked(async (fleet) => {
      const { rows } = await sql<FleetHit>`
        SELECT ${SESSION}, f.kind, f.words, f.at_ms AS "atMs", f.is_failed AS "isFailed"
        FROM hive.facts f JOIN hive.sessions s USING (fleet, machine, session) JOIN hive.machines m USING (fleet, machine)
        WHERE fleet = ${fleet} AND f.words IS NOT NULL
          AND pg_catalog.to_tsvector('simple', f.words) @@ pg_catalog.plainto_tsquery('simple', ${words})
        ORDER BY f.at_ms DESC LIMIT ${limit}`.execute(this.#connection.kysely);
      return rows;
    });
  }

  /** How far the rows of an outbox have come; 0 for none. */
  async seqOf(source: string): Promise<number> {
    return await this.#checked(async (fleet) => {
      const row = await this.#connection.kysely
        .selectFrom("sources")
        .select("seq")
        .where("fleet", "=", fleet)
        .where("source", "=", source)
        .executeTakeFirst();
      return Number(row?.seq ?? 0);
    });
  }

  /** Has the server forget what this user has had forgotten. */
  async forget(dataDirectory: string): Promise<void> {
    await this.#checked((fleet) => sendTombstones(this.#connection.kysely, fleet, dataDirectory));
  }

  async close(): Promise<void> {
    await this.#connection.close();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #checked<T>(read: (fleet: string) => Promise<T>): Promise<T> {
    return await this.#within(async () => {
      await assertVersion(this.#connection.kysely, this.#address);
      return await read(this.#address.fleet);
    });
  }

  async #within<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw asAway(error, this.#address);
    }
  }
}

/** The columns of a {@link FleetSession}. */
const SESSION = sql.raw(`s.session, s.machine, m.label, s.project, s.agent, s.title, s.branch,
  s.seen_ms AS "seenMs", s.ended_ms AS "endedMs", s.turn_ended_ms AS "turnEndedMs"`);
