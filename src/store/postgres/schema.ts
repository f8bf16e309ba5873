import { type ColumnType, type Generated, type Kysely, sql, type Transaction } from "kysely";
import { HiveError } from "../../base/errors.ts";
import type { FleetAddress } from "./connect/address.ts";
import { NAME_SQL } from "./rows/fact-name.ts";
import type { FactRow } from "./rows/fold.ts";
import type { SessionRow } from "./rows/session-rows.ts";

/** Bun's client reads a bigint as text. */
type BigInteger = ColumnType<string, number, number>;

/** Each table's key begins with the name of the fleet. Times are in ms since 1970. */
interface Owned {
  readonly fleet: string;
}

interface MachinesTable extends Owned {
  readonly machine: string;
  /** The host's name: a label, which identifies nothing. */
  readonly label: string;
  readonly hive_version: string;
  readonly seen_ms: number;
}

/** A project's outbox on a machine: how far its rows have come. */
interface SourcesTable extends Owned {
  readonly source: string;
  readonly machine: string;
  readonly project: string;
  readonly seq: BigInteger;
  readonly at_ms: number;
  /** Rows between those that came: pruned or forgotten before they were sent, or lost. */
  readonly missing: Generated<BigInteger>;
}

interface ProjectsTable extends Owned {
  /** See project-id.ts: two clones of one repository have one. */
  readonly project: string;
  readonly name: string;
  /** The first commit of its repository; null if none is known. */
  readonly root: string | null;
}

interface SessionsTable extends Owned, SessionRow {
  readonly machine: string;
  readonly project: string;
}

interface FactsTable extends Owned, Omit<FactRow, "kind" | "data" | "times"> {
  readonly machine: string;
  readonly kind: string;
  readonly data: unknown;
  readonly times: unknown;
}

interface RefusedTable extends Owned {
  readonly source: string;
  readonly seq: BigInteger;
  readonly entry_id: string;
  readonly reason: string;
  readonly at_ms: number;
}

/** Sessions that a person has had forgotten: a hash, which names none. */
interface TombstonesTable extends Owned {
  readonly mark: string;
  readonly at_ms: number;
}

export interface FleetTables {
  readonly version: { readonly version: number };
  readonly machines: MachinesTable;
  readonly sources: SourcesTable;
  readonly projects: ProjectsTable;
  readonly sessions: SessionsTable;
  readonly facts: FactsTable;
  readonly refused: RefusedTable;
  readonly tombstones: TombstonesTable;
}

const OWNED = ["machines", "sources", "projects", "sessions", "facts", "refused", "tombstones"] as const;

/**
 * Each step brings the tables to the next version. A step is never changed after a release. PostgreSQL 13 is enough:
 * there are no triggers and no extensions.
 */
const STEPS: readonly (readonly string[])[] = [
  [
    `CREATE TABLE hive.machines (
      fleet text, machine text, label text NOT NULL, hive_version text NOT NULL, seen_ms double precision NOT NULL,
      PRIMARY KEY (fleet, machine))`,
    `CREATE TABLE hive.sources (
      fleet text, source text, machine text NOT NULL, project text NOT NULL, seq bigint NOT NULL,
      at_ms double precision NOT NULL, PRIMARY KEY (fleet, source))`,
    "CREATE TABLE hive.projects (fleet text, project text, name text NOT NULL, PRIMARY KEY (fleet, project))",
    `CREATE TABLE hive.sessions (
      fleet text, machine text, session text, project text NOT NULL, agent text NOT NULL, title text, branch text,
      started_ms double precision NOT NULL, seen_ms double precision NOT NULL, ended_ms double precision,
      turn_ended_ms double precision, PRIMARY KEY (fleet, machine, session))`,
    "CREATE INDEX sessions_by_time ON hive.sessions (fleet, seen_ms DESC)",
    `CREATE TABLE hive.facts (
      fleet text, machine text, session text, agent_id text, kind text, key text, at_ms double precision NOT NULL,
      data jsonb NOT NULL, times jsonb, words text, is_failed boolean NOT NULL,
      PRIMARY KEY (fleet, machine, session, kind, agent_id, key))`,
    "CREATE INDEX facts_by_words ON hive.facts USING gin (pg_catalog.to_tsvector('simple', words)) WHERE words IS NOT NULL",
    `CREATE TABLE hive.refused (
      fleet text, source text, seq bigint, entry_id text NOT NULL, reason text NOT NULL, at_ms double precision NOT NULL,
      PRIMARY KEY (fleet, source, seq))`,
    "CREATE TABLE hive.tombstones (fleet text, mark text, at_ms double precision NOT NULL, PRIMARY KEY (fleet, mark))",
    // The owner of the tables sees all fleets; any other role those of the roles hive_<fleet> that it is a member of.
    ...OWNED.flatMap((table) => [
      `ALTER TABLE hive.${table} ENABLE ROW LEVEL SECURITY`,
      `CREATE POLICY own_fleet ON hive.${table} USING (EXISTS (
        SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'hive_' || fleet AND pg_catalog.pg_has_role(oid, 'MEMBER')))`,
    ]),
  ],
  [
    // The six columns that name a fact made an index as large as the table, and half the work of a batch.
    "ALTER TABLE hive.facts ADD COLUMN name uuid",
    `UPDATE hive.facts SET name = ${NAME_SQL}`,
    "ALTER TABLE hive.facts DROP CONSTRAINT facts_pkey",
    ...["machine", "session", "kind", "agent_id", "key"].map(
      (column) => `ALTER TABLE hive.facts ALTER COLUMN ${column} SET NOT NULL`,
    ),
    "ALTER TABLE hive.facts ADD PRIMARY KEY (fleet, name)",
    "ANALYZE hive.facts",
    "ALTER TABLE hive.sources ADD COLUMN missing bigint NOT NULL DEFAULT 0",
    "ALTER TABLE hive.projects ADD COLUMN root text",
    "CREATE UNIQUE INDEX projects_by_root ON hive.projects (fleet, root) WHERE root IS NOT NULL",
  ],
];

export const FLEET_VERSION = STEPS.length;

/** Two that call init at once take turns. The number means nothing. */
const LOCK = 7_201_994;

/**
 * Makes the tables, or brings them to a version: all steps or none.
 * @param to an earlier version, for tests
 * @returns whether anything changed
 */
export async function makeTables(kysely: Kysely<FleetTables>, to = FLEET_VERSION): Promise<boolean> {
  return await kysely.transaction().execute(async (transaction) => {
    await sql`SELECT pg_catalog.pg_advisory_xact_lock(${LOCK})`.execute(transaction);
    const from = await versionIn(transaction, to);
    if (from >= to) return false;
    for (const step of STEPS.slice(from, to)) for (const text of step) await sql.raw(text).execute(transaction);
    await sql`DELETE FROM hive.version`.execute(transaction);
    await sql`INSERT INTO hive.version VALUES (${to})`.execute(transaction);
    return true;
  });
}

// For a role of one team the version is there to read: another one would have all teams wait.
const VERSION_TABLE = [
  "CREATE TABLE hive.version (version integer NOT NULL)",
  "ALTER TABLE hive.version ENABLE ROW LEVEL SECURITY",
  "CREATE POLICY readable ON hive.version FOR SELECT USING (true)",
];

/** What a database has in the place of hive's tables. */
interface Found {
  readonly encoding: string;
  readonly me: string;
  /** The owner of a schema of this name; null without one. */
  readonly owner: string | null;
  readonly isEmpty: boolean;
  /** Whether it has a table that may be hive's. */
  readonly isOurs: boolean;
}

const FOUND = sql<Found>`
  SELECT pg_catalog.current_setting('server_encoding') AS encoding, current_user AS me,
    (SELECT pg_catalog.pg_get_userbyid(nspowner)::text FROM pg_catalog.pg_namespace WHERE nspname = 'hive') AS owner,
    NOT EXISTS (SELECT FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname = 'hive') AS "isEmpty",
    EXISTS (SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass('hive.version')
      AND attname = 'version' AND atttypid = 'pg_catalog.int4'::regtype) AS "isOurs"`;

/** @returns the version of the tables, before they are brought to another; 0 for none @throws HIVE_STORE_UNAVAILABLE */
async function versionIn(transaction: Transaction<FleetTables>, to: number): Promise<number> {
  const { encoding, me, owner, isEmpty, isOurs } = (await FOUND.execute(transaction)).rows[0]!;
  if (encoding !== "UTF8") throw unfit(`the database's encoding is ${encoding}: make one with ENCODING 'UTF8'`);
  if (!isEmpty && !isOurs) throw unfit("the database has a schema hive of something else: name another database");
  const known = isOurs ? await transaction.selectFrom("version").select("version").executeTakeFirst() : undefined;
  const version = known?.version ?? 0;
  if (version >= to) return version;
  // @mutant rows go into no schema of another role's
  if (owner !== null && owner !== me)
    throw unfit(`its schema hive belongs to ${owner}: call hive fleet init as that role`);
  if (owner === null) await sql`CREATE SCHEMA hive`.execute(transaction);
  if (!isOurs) for (const text of VERSION_TABLE) await sql.raw(text).execute(transaction);
  return version;
}

const unfit = (why: string): HiveError => new HiveError("HIVE_STORE_UNAVAILABLE", `the fleet's server: ${why}`);

/** @throws HIVE_STORE_UNAVAILABLE if the tables are another version's: rows wait until they fit */
export async function assertVersion(kysely: Kysely<FleetTables>, { shown }: FleetAddress): Promise<void> {
  const { version } = await kysely.selectFrom("version").select("version").executeTakeFirstOrThrow();
  if (version === FLEET_VERSION) return;
  const what = version > FLEET_VERSION ? "a newer hive has made its tables: update hive" : "call hive fleet init";
  throw new HiveError("HIVE_STORE_UNAVAILABLE", `${shown}: ${what}`);
}
