/**
 * The statements of a batch: few, since each costs both sides as much as ten rows. Those that do not depend on each
 * other's answers are sent together. Functions bear their schema's name: a role that may create one in `public` would
 * have it run by the sender otherwise.
 */
import { CompiledQuery, type Kysely, type Transaction } from "kysely";
import { CHANNEL } from "./connect/channel.ts";
import type { FactRow, MergedFacts, StoredFact } from "./rows/fold.ts";
import type { FleetProject } from "./project-id.ts";
import type { FleetTables } from "./schema.ts";
import type { SessionRow } from "./rows/session-rows.ts";
import { markOf } from "./rows/text.ts";

type Within = Transaction<FleetTables>;

/** Who sends a batch, and when. */
export interface Sender {
  readonly fleet: string;
  readonly machine: string;
  /** The host's name, a label for people. */
  readonly label: string;
  readonly hiveVersion: string;
  readonly source: string;
  /** The project's id on the server: see {@link projectIdOf}. */
  readonly project: string;
  readonly nowMs: number;
}

/** Runs a fixed text: to build it anew for each batch would cost more than a round trip. */
async function run<T>(
  within: Kysely<FleetTables>,
  text: string,
  ...parameters: readonly unknown[]
): Promise<readonly T[]> {
  return (await within.executeQuery<T>(CompiledQuery.raw(text, [...parameters]))).rows;
}

/** An array of words without quotes, commas and spaces, as PostgreSQL reads it. */
const words = (all: readonly string[]): string => `{${all.join()}}`;

const HOLD = `
  WITH m AS (INSERT INTO hive.machines (fleet, machine, label, hive_version, seen_ms) VALUES ($1, $2, $3, $4, $7)
      ON CONFLICT (fleet, machine) DO UPDATE
      SET label = excluded.label, hive_version = excluded.hive_version, seen_ms = excluded.seen_ms)
  INSERT INTO hive.sources (fleet, source, machine, project, seq, at_ms) VALUES ($1, $5, $2, $6, 0, $7)
  ON CONFLICT (fleet, source) DO UPDATE SET at_ms = excluded.at_ms, project = excluded.project RETURNING seq`;

/**
 * Holds the rows of a machine and its source until the transaction ends: a machine's batches take turns, since two of
 * its projects may have facts of one session.
 * @returns the seq up to which the server has the source's rows
 */
export async function hold(transaction: Within, sender: Sender): Promise<number> {
  const { fleet, machine, label, hiveVersion, source, project, nowMs } = sender;
  const given = [fleet, machine, label, hiveVersion, source, project, nowMs];
  const [row] = await run<{ seq: string }>(transaction, HOLD, ...given);
  return Number(row!.seq);
}

// Another name of the same repository is taken where it came first. A project that was known without its first commit gets it.
const PROJECT = [
  `INSERT INTO hive.projects (fleet, project, name, root) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
  `UPDATE hive.projects SET root = $3 WHERE fleet = $1 AND project = $2 AND root IS NULL AND NOT EXISTS (
    SELECT 1 FROM hive.projects WHERE fleet = $1 AND root = $3)`,
  "SELECT project FROM hive.projects WHERE fleet = $1 AND root = $2",
] as const;

/** The id by which a project is known on the server: that of the first machine that reported the same repository. */
export async function projectIdOf(within: Kysely<FleetTables>, fleet: string, project: FleetProject): Promise<string> {
  const { id, name, root } = project;
  await run(within, PROJECT[0], fleet, id, name, root);
  if (root === null) return id;
  await run(within, PROJECT[1], fleet, id, root);
  const [known] = await run<{ project: string }>(within, PROJECT[2], fleet, root);
  return known?.project ?? id;
}

// OFFSET 0: the server looks each name up. By its own choice it may read a whole table that it has not analysed yet.
const KNOWN = `
  SELECT f.* FROM pg_catalog.unnest($2::text::uuid[]) AS asked (name) CROSS JOIN LATERAL (
    SELECT name::text, at_ms, data, times FROM hive.facts WHERE fleet = $1 AND name = asked.name OFFSET 0) AS f
  UNION ALL SELECT mark, at_ms, NULL, NULL FROM hive.tombstones WHERE fleet = $1 AND mark = ANY ($3::text::text[])`;

/** What the server knows of a batch's facts and sessions. */
export interface Known {
  readonly stored: readonly StoredFact[];
  /** By session: the time up to which it was forgotten. */
  readonly forgotten: ReadonlyMap<string, number>;
}

/** Call it after {@link hold}, as a statement of its own: it must see what the batch before has committed. */
export async function knownOf(
  transaction: Within,
  { fleet }: Sender,
  facts: readonly FactRow[],
  sessions: readonly string[],
): Promise<Known> {
  if (sessions.length === 0) return { stored: [], forgotten: new Map() };
  const marks = new Map(sessions.map((session) => [markOf(session), session]));
  const names = words(facts.map(({ name }) => name));
  const rows = await run<StoredFact>(transaction, KNOWN, fleet, names, words([...marks.keys()]));
  return {
    stored: rows.filter(({ name }) => !marks.has(name)),
    forgotten: new Map(rows.flatMap(({ name, at_ms: atMs }) => (marks.has(name) ? [[marks.get(name)!, atMs]] : []))),
  };
}

// @mutant a batch is told of once, whatever it holds
const TELL = `pg_catalog.pg_notify('${CHANNEL}', '')`;

// Bun's client would write a string given as jsonb as a JSON string: see its conversion to text first.
const factsIn = (parameter: string): string => `
    INSERT INTO hive.facts (fleet, machine, name, session, agent_id, kind, key, at_ms, data, times, words, is_failed)
    SELECT $1, $2, r.* FROM pg_catalog.jsonb_to_recordset(${parameter}::text::jsonb) AS r (
      name uuid, session text, agent_id text, kind text, key text, at_ms double precision, data jsonb, times jsonb,
      words text, is_failed boolean)`;

// Who holds the machine's row knows which of its facts are new: to look for a conflict costs a third more.
const WRITE = `
  WITH a AS (${factsIn("$7")}),
  c AS (${factsIn("$8")}
    ON CONFLICT (fleet, name) DO UPDATE SET at_ms = excluded.at_ms,
      data = excluded.data, times = excluded.times, words = excluded.words, is_failed = excluded.is_failed),
  s AS (
    INSERT INTO hive.sessions (
      fleet, machine, project, session, agent, title, branch, started_ms, seen_ms, ended_ms, turn_ended_ms)
    SELECT $1, $2, $4, r.* FROM pg_catalog.jsonb_to_recordset($9::text::jsonb) AS r (
      session text, agent text, title text, branch text, started_ms double precision, seen_ms double precision,
      ended_ms double precision, turn_ended_ms double precision)
    ON CONFLICT (fleet, machine, session) DO UPDATE SET
      agent = excluded.agent,
      title = coalesce(excluded.title, sessions.title),
      branch = coalesce(excluded.branch, sessions.branch),
      started_ms = least(sessions.started_ms, excluded.started_ms),
      seen_ms = greatest(sessions.seen_ms, excluded.seen_ms),
      ended_ms = greatest(sessions.ended_ms, excluded.ended_ms),
      turn_ended_ms = greatest(sessions.turn_ended_ms, excluded.turn_ended_ms)),
  m AS (
    UPDATE hive.sources SET seq = greatest(seq, $5::bigint), missing = missing + $6::bigint
    WHERE fleet = $1 AND source = $3)
  SELECT ${TELL}`;

/** What a batch changes. */
export interface Written {
  readonly facts: MergedFacts;
  readonly sessions: readonly SessionRow[];
  /** The server has the source's rows up to this seq. */
  readonly fromSeq: number;
  /** The seqs that came. */
  readonly seqs: readonly number[];
}

/** Writes facts, and what lists show of their sessions, moves the source's cursor, and notifies listeners of the batch. */
export async function write(
  transaction: Within,
  { fleet, machine, source, project }: Sender,
  { facts, sessions, fromSeq, seqs }: Written,
): Promise<void> {
  const came = seqs.filter((seq) => seq > fromSeq);
  const toSeq = came.at(-1) ?? fromSeq;
  // Earlier rows of a new source are from before it joined the fleet.
  const before = fromSeq === 0 ? (came[0] ?? 1) - 1 : fromSeq;
  // @mutant rows that never came are counted
  const missing = toSeq === fromSeq ? 0 : toSeq - before - came.length;
  const rows = [facts.added, facts.changed, sessions].map((one) => JSON.stringify(one));
  await run(transaction, WRITE, fleet, machine, source, project, toSeq, missing, ...rows);
}
