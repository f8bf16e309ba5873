import type { Kysely, Transaction } from "kysely";
import type { ShareClass } from "../../base/config/config.ts";
import { errorCode } from "../../base/errors.ts";
import type { Observation } from "../../model/observation.ts";
import type { Cursor, OutboxRow, Source, Target } from "../target.ts";
import { observationOf } from "../target.ts";
import type { FleetAddress } from "./connect/address.ts";
import { type FactRow, foldFacts, mergeStored } from "./rows/fold.ts";
import { asAway, connectFleet, type FleetConnection } from "./connect/pool.ts";
import { assertVersion, type FleetTables } from "./schema.ts";
import type { FleetProject } from "./project-id.ts";
import { sessionRows } from "./rows/session-rows.ts";
import { sharedOf } from "./share.ts";
import { hold, knownOf, projectIdOf, type Sender, write } from "./statements.ts";
import { clean, mayBeUnclean } from "./rows/text.ts";
import { sendTombstones } from "./tombstones.ts";

export interface FleetTargetOptions {
  readonly address: FleetAddress;
  readonly share: readonly ShareClass[];
  /** The host's name, a label for people. */
  readonly label: string;
  readonly hiveVersion: string;
  /** A project's identity and its name: see project-id.ts. */
  readonly projectOf: (source: Source) => Promise<FleetProject>;
  /** The user's data directory, with what the fleet has yet to forget; null for none. */
  readonly dataDirectory: string | null;
  readonly onStep?: ((step: FleetStep) => void) | undefined;
}

export type FleetStep = "begun" | "written" | "committed";

/** A fleet's server as a {@link Target}. Untrusted rows and unshared classes stay on this machine. */
export class FleetTarget implements Target {
  readonly name = "fleet";
  readonly #options: FleetTargetOptions;
  #connection: FleetConnection | null = null;
  #prepared: { readonly rows: readonly OutboxRow[]; readonly batch: Batch } | null = null;
  /** By source: the id of its project on the server. */
  readonly #projects = new Map<string, string>();

  constructor(options: FleetTargetOptions) {
    this.#options = options;
  }

  async cursor(source: Source): Promise<Cursor> {
    const { address, label } = this.#options;
    return await this.#within(async (kysely) => {
      await assertVersion(kysely, address);
      const row = await kysely
        .selectFrom("sources")
        .innerJoin("machines", (join) =>
          join.onRef("machines.fleet", "=", "sources.fleet").on("machines.machine", "=", source.machine),
        )
        .select(["sources.seq", "sources.at_ms", "machines.label"])
        .where("sources.fleet", "=", address.fleet)
        .where("sources.source", "=", source.id)
        .executeTakeFirst();
      // Another host has the same ids, such as by a copied home: its seqs are not this one's.
      // @mutant what a copied home saves comes beside what the other one sends
      return row === undefined || row.label !== label ? { seq: 0 } : { seq: Number(row.seq), atMs: row.at_ms };
    });
  }

  prepare(source: Source, rows: readonly OutboxRow[]): void {
    try {
      this.#prepared = { rows, batch: batchOf(source, rows, this.#options.share) };
    } catch {
      // Putting these rows shows which one is at fault.
      this.#prepared = null;
    }
  }

  async put(source: Source, rows: readonly OutboxRow[], nowMs: number, meanwhile?: () => void): Promise<void> {
    const { share, onStep } = this.#options;
    const { machine } = source;
    const prepared = this.#prepared?.rows === rows ? this.#prepared.batch : null;
    this.#prepared = null;
    const { shared, sessions, facts: all } = prepared ?? batchOf(source, rows, share);
    await this.#write(source, nowMs, async (transaction, sender) => {
      const [fromSeq, { stored, forgotten }] = await Promise.all([
        hold(transaction, sender),
        knownOf(transaction, sender, all, sessions),
      ]);
      onStep?.("begun");
      // Not by seq: of two copies of a home each gives out the same ones. What the server has already changes nothing.
      // @mutant what was forgotten does not come to the server again
      const kept = shared.filter(({ atMs, sessionId }) => atMs > (forgotten.get(sessionId) ?? -1));
      const facts = mergeStored(kept.length === shared.length ? all : foldFacts(machine, kept), stored);
      const sessionsSeen = sessionRows(kept, [...facts.added, ...facts.changed]);
      const seqs = rows.map(({ seq }) => seq);
      const written = write(transaction, sender, { facts, sessions: sessionsSeen, fromSeq, seqs });
      meanwhile?.();
      await written;
      onStep?.("written");
    });
    onStep?.("committed");
  }

  async refuse(source: Source, { seq, entryId }: OutboxRow, reason: string, nowMs: number): Promise<void> {
    const { fleet } = this.#options.address;
    await this.#write(source, nowMs, async (transaction, sender) => {
      const fromSeq = await hold(transaction, sender);
      await transaction
        .insertInto("refused")
        .values({ fleet, source: source.id, seq, entry_id: entryId, reason: clean(reason), at_ms: nowMs })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      await write(transaction, sender, { facts: { added: [], changed: [] }, sessions: [], fromSeq, seqs: [seq] });
    });
  }

  async close(): Promise<void> {
    const connection = this.#connection;
    this.#connection = null;
    this.#projects.clear();
    await connection?.close();
  }

  /** Writes within one transaction. */
  async #write(
    source: Source,
    nowMs: number,
    work: (transaction: Transaction<FleetTables>, sender: Sender) => Promise<void>,
  ): Promise<void> {
    const { address, label, hiveVersion, projectOf, dataDirectory } = this.#options;
    const { fleet } = address;
    await this.#within(async (kysely) => {
      if (dataDirectory !== null) await sendTombstones(kysely, fleet, dataDirectory);
      const project = await this.#projectOf(kysely, source, projectOf);
      const sender: Sender = { fleet, machine: source.machine, label, hiveVersion, source: source.id, project, nowMs };
      await kysely.transaction().execute(async (transaction) => await work(transaction, sender));
    });
  }

  /** A project's id is looked up once for each connection. */
  async #projectOf(
    kysely: Kysely<FleetTables>,
    source: Source,
    projectOf: FleetTargetOptions["projectOf"],
  ): Promise<string> {
    const known = this.#projects.get(source.id);
    if (known !== undefined) return known;
    const id = await projectIdOf(kysely, this.#options.address.fleet, await projectOf(source));
    this.#projects.set(source.id, id);
    return id;
  }

  async #within<T>(work: (kysely: Kysely<FleetTables>) => Promise<T>): Promise<T> {
    this.#connection ??= connectFleet(this.#options.address);
    try {
      return await work(this.#connection.kysely);
    } catch (error) {
      const away = asAway(error, this.#options.address);
      // The next call opens a new connection: a statement without an answer has closed this one.
      // @mutant a connection that was given up is not used again
      if (errorCode(away) === "HIVE_STORE_UNAVAILABLE") await this.close().catch(goneAnyway);
      throw away;
    }
  }
}

/** A connection that cannot be closed has been lost. */
const goneAnyway = (): void => undefined;

/** What a batch's rows come to, before any query. */
interface Batch {
  readonly shared: readonly Observation[];
  readonly sessions: readonly string[];
  readonly facts: readonly FactRow[];
}

function batchOf({ machine }: Source, rows: readonly OutboxRow[], share: readonly ShareClass[]): Batch {
  const shared = rows.filter(({ isUntrusted }) => !isUntrusted).map((row) => sharedIn(row, share));
  return {
    shared,
    sessions: [...new Set(shared.map(({ sessionId }) => sessionId))],
    facts: foldFacts(machine, shared),
  };
}

/** What may leave of a row, as the server takes it. */
function sharedIn(row: OutboxRow, share: readonly ShareClass[]): Observation {
  const seen = sharedOf(observationOf(row), share);
  return mayBeUnclean(row.body) ? clean(seen) : seen;
}
