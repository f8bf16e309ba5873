import { Kysely, PostgresDialect, type PostgresPool, type PostgresPoolClient } from "kysely";
import { errorCode, errorMessage, HiveError } from "../../../base/errors.ts";
import type { FleetAddress } from "./address.ts";
import type { FleetTables } from "../schema.ts";

/** The time limit of a statement. After it the connection is given up, and the outcome is unknown. */
const STATEMENT_MS = 20_000;
const CONNECT_SECONDS = 10;
/** An idle connection costs a server memory, and thousands of machines ask it. */
const IDLE_SECONDS = 300;

/** A connection to a fleet's server, as Kysely expects it. */
export interface FleetConnection {
  readonly kysely: Kysely<FleetTables>;
  readonly close: () => Promise<void>;
}

/**
 * Connects at the first query, once: a machine's forwarder is one connection. Kysely's own dialect for PostgreSQL runs on
 * Bun's client through this pool of one.
 */
export function connectFleet(address: FleetAddress): FleetConnection {
  const sql = new Bun.SQL({ ...clientOptions(address) });
  const pool: PostgresPool = {
    options: {},
    connect: async () => await clientOf(sql),
    end: async () => await sql.close({ timeout: 0 }),
  };
  const kysely = new Kysely<FleetTables>({ dialect: new PostgresDialect({ pool }) });
  return { kysely: kysely.withSchema("hive"), close: () => kysely.destroy() };
}

export function clientOptions(address: FleetAddress): Bun.SQL.Options {
  const { hostname, port, path, username, password, database, needsTls, caFile, isPrepared } = address;
  const tls = { rejectUnauthorized: true, ...(caFile === undefined ? {} : { ca: Bun.file(caFile) }) };
  return {
    adapter: "postgres",
    port,
    username,
    database,
    max: 1,
    prepare: isPrepared,
    connectionTimeout: CONNECT_SECONDS,
    idleTimeout: IDLE_SECONDS,
    ...(path === undefined ? { hostname } : { path }),
    ...(password === undefined ? {} : { password }),
    // @mutant off the loopback the server must prove who it is
    ...(needsTls ? { tls } : {}),
  };
}

/**
 * Reserves the connection. The pool would connect again by itself: what is left of a transaction would then run outside of
 * it, and its COMMIT would succeed with nothing committed.
 */
async function clientOf(sql: Bun.SQL): Promise<PostgresPoolClient> {
  // @mutant a transaction never goes on with another connection
  const reserved = await sql.reserve();
  let gaveUp: HiveError | undefined;
  const giveUp = (): HiveError => {
    gaveUp = new HiveError("HIVE_STORE_UNAVAILABLE", `the server has not answered for ${STATEMENT_MS / 1000} s`);
    void sql.close({ timeout: 0 }).catch(givenUp);
    return gaveUp;
  };
  let begun: Promise<unknown> | undefined;
  return {
    query: async (text: unknown, parameters: readonly unknown[] = []) => {
      try {
        if (text === "begin") {
          // It goes with the next statement: its answer alone would be a round trip.
          begun = inTime(reserved.unsafe("begin"), giveUp);
          begun.catch(saidBelow);
          return { command: "BEGIN", rowCount: 0, rows: [] };
        }
        const before = begun;
        begun = undefined;
        const [rows] = await Promise.all([
          inTime(reserved.unsafe<Rows>(String(text), [...parameters]), giveUp),
          before,
        ]);
        return { command: rows.command as "SELECT", rowCount: rows.count ?? 0, rows };
      } catch (error) {
        // The other statements, and the ROLLBACK, only say that the connection is closed.
        throw gaveUp ?? error;
      }
    },
    release: () => void reserved.release(),
  } as unknown as PostgresPoolClient;
}

/** @throws the server's error; that of `giveUp` where it does not answer in time */
async function inTime<T>(answer: Promise<T>, giveUp: () => HiveError): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(giveUp()), STATEMENT_MS);
  });
  try {
    return await Promise.race([answer, late]);
  } finally {
    clearTimeout(timer);
  }
}

type Rows = unknown[] & { readonly count?: number; readonly command?: string };

/** The next statement says what the BEGIN has said. */
const saidBelow = (): void => undefined;

/** The connection is given up anyway. */
const givenUp = (): void => undefined;

/** Classes of errors that a row causes: data that a column cannot take, broken rules of the tables, and too long values. */
const OF_A_ROW = /^(?:2[23]|54)/;
const NO_TABLES = ["42P01", "3F000"];
/** A pooler has given this connection's prepared statements to another one. */
const POOLED = ["42P05", "26000"];

/** The error of a row as it is; any other one as HIVE_STORE_UNAVAILABLE, whose message says what to do. */
export function asAway(error: unknown, { shown, unreadFile }: FleetAddress): unknown {
  if (errorCode(error) === "HIVE_STORE_UNAVAILABLE") return error;
  const state = sqlState(error);
  if (state !== undefined && OF_A_ROW.test(state)) return error;
  const said = `${errorMessage(error)}${state === undefined ? "" : ` (${state})`}`;
  const advice = adviceFor(state ?? "", unreadFile);
  const why = NO_TABLES.includes(state ?? "") ? "it has no tables of hive's: call hive fleet init" : said + advice;
  return new HiveError("HIVE_STORE_UNAVAILABLE", `${shown}: ${why}`, { cause: error });
}

function adviceFor(state: string, unreadFile: string | undefined): string {
  if (POOLED.includes(state)) return ": add ?pgbouncer=transaction to its address";
  const isOfPassword = unreadFile !== undefined && state.startsWith("28");
  return isOfPassword ? `: ${unreadFile} is not read, since it is not yours alone: call chmod 600 on it` : "";
}

/** The server's code of an error, such as `42P01`. */
function sqlState(error: unknown): string | undefined {
  const state = (error as { readonly errno?: unknown } | null)?.errno;
  return typeof state === "string" && /^[0-9A-Z]{5}$/.test(state) ? state : undefined;
}
