import type { Database, SQLQueryBindings } from "bun:sqlite";
import { timeText } from "../../../base/clock.ts";
import { HiveError } from "../../../base/errors.ts";
import { KIND_NAMES, type KindName, KINDS, recallLimitOf } from "../../../model/kinds.ts";
import { boundedBy, CLOCK_SKEW_MS, fieldTime, mergeRows, readTime, type Row } from "../../../model/merge.ts";
import type { Fact } from "../../../model/observation.ts";
import { openSaved } from "./reader.ts";
import {
  type SeenRow,
  seenRow,
  namedRow,
  OLDEST_ROWS_SQL,
  ONE_ROW_SQL,
  OPERATIONS_SQL,
  PARTS,
  ROWS_SQL,
  TIMES_SQL,
  type SessionState,
  type StateRow,
} from "./session-state.ts";
import { type NamedRow, rowIn, storedKey } from "../apply/state-rows.ts";
import type {
  CheckpointTime,
  Ending,
  SeenInstance,
  SavedSession,
  SeenProcess,
  SessionOutline,
  WaitingEntries,
} from "./saved-session.ts";
import { UNTRUSTED } from "../untrusted.ts";

const NOTHING_WAITS: WaitingEntries = { entries: 0, facts: [], checkpoints: [], instances: [] };

/** The number of a session's first prompts to search for its purpose. */
const FIRST_PROMPTS = 5;
/** The number of the newest prompts to search for a question without an answer. */
const NEWEST_PROMPTS = 5;

/** Kinds that record work by an agent or its user; other kinds only describe the session. */
const ACTIVITIES = KIND_NAMES.filter((kind) => KINDS[kind].isWork);
const ACTIVITIES_JSON = JSON.stringify(ACTIVITIES);

/**
 * Reads sessions fast, without Kysely. Entries that still wait in the queue are merged over the store's rows, as an
 * apply would do.
 */
export class ResumeReader implements Disposable {
  /** Null if nothing was ever applied. */
  readonly #db: Database | null;
  readonly #waiting: ReadonlyMap<string, WaitingEntries>;
  readonly #nowMs: number;
  readonly #waitingKinds = new Map<string, WaitingKinds>();

  private constructor(db: Database | null, waiting: ReadonlyMap<string, WaitingEntries>, nowMs: number) {
    this.#db = db;
    this.#waiting = waiting;
    this.#nowMs = nowMs;
  }

  /**
   * @param root the state directory
   * @param waiting by session; read it before this, so that no entry is missed between queue and store
   * @param busyTimeoutMs the longest wait for a lock
   * @param nowMs times further ahead come from a wrong clock
   * @throws HIVE_STORE_UNAVAILABLE, HIVE_MIGRATION. Its methods also throw, for damaged rows
   */
  static async open(
    root: string,
    waiting: ReadonlyMap<string, WaitingEntries>,
    busyTimeoutMs: number,
    nowMs = Date.now(),
  ): Promise<ResumeReader> {
    return new ResumeReader(await openSaved(root, busyTimeoutMs), waiting, nowMs);
  }

  /** Reads a database that is open, and closes it. Nothing waits in a queue. */
  static of(db: Database, nowMs: number): ResumeReader {
    return new ResumeReader(db, new Map(), nowMs);
  }

  /** The database for other readers of the same moment; null if nothing was ever applied. */
  get db(): Database | null {
    return this.#db;
  }

  /** The waiting entries, by session. */
  get waiting(): ReadonlyMap<string, WaitingEntries> {
    return this.#waiting;
  }

  /**
   * The ids with this prefix of the sessions that hive has observed, the latest first.
   * @param isTrusted true to leave out sessions with any unproved fact
   */
  sessionIds(prefix: string, limit: number, isTrusted: boolean): string[] {
    const waiting = [...this.#waiting.keys()].filter((id) => id.startsWith(prefix));
    const stored = this.#all<{ id: string }>(
      `SELECT session_id AS id FROM hive_instances i WHERE substr(session_id, 1, length(?1)) = ?1
         AND NOT (?3 AND EXISTS (SELECT 1 FROM hive_state s WHERE s.session_id = i.session_id AND s.kind = ?4))
         GROUP BY session_id ORDER BY max(last_seen_ms) DESC LIMIT ?2`,
      prefix,
      limit,
      isTrusted,
      UNTRUSTED,
    );
    const known = [...new Set([...waiting, ...stored.map((row) => row.id)])];
    return isTrusted ? known.filter((id) => !this.isUntrusted(id)) : known;
  }

  /** True if another program or person may have written facts of a session: it is restored only on request. */
  isUntrusted(sessionId: string): boolean {
    return this.#all("SELECT 1 FROM hive_state WHERE session_id = ? AND kind = ?", sessionId, UNTRUSTED).length > 0;
  }

  /** Null if hive has not observed the session. */
  outline(sessionId: string): SessionOutline | null {
    const row = (kind: KindName): NamedRow | undefined => this.#rows(sessionId, kind, "main", 1)[0];
    const times = this.#activeTimes(sessionId);
    const seen = row("session")?.row;
    const end = row("end");
    const lastActiveMs = latestOf([...times.values()]);
    const lastSeenMs = latestOf([seen?.atMs ?? null, end?.row.atMs ?? null]) ?? lastActiveMs;
    if (lastSeenMs === null) return null;
    const startedMs = seen === undefined ? null : fieldTime(seen, "source");
    const turnMs = latestOf([times.get("prompt") ?? null, times.get("operation") ?? null]);
    const messageMs = times.get("message") ?? null;
    const hasOperations = (times.get("operation") ?? null) !== null;
    const start = row("start")?.row.data;
    const cwd = text(seen?.data["cwd"]);
    const opened = latestOf([startedMs === null ? null : this.#read(startedMs), times.get("prompt") ?? null]);
    return {
      sessionId,
      cwd,
      directory: text(start?.["directory"]) ?? cwd,
      worktree: text(start?.["worktree"]),
      process: (seen?.data["process"] as SeenProcess | null | undefined) ?? null,
      isAttended: (seen?.data["isAttended"] as boolean | null | undefined) ?? null,
      hasStarted: startedMs !== null,
      hasWork: turnMs !== null,
      hasOperations,
      unworked: hasOperations
        ? []
        : this.#rows(sessionId, "prompt", "main", NEWEST_PROMPTS).map((one) => one.row.data["text"]),
      isTurnFinished: messageMs !== null && messageMs >= (turnMs ?? 0),
      continues: this.#rows(sessionId, "continues", "main", KINDS.continues.limit).map(({ key, row: { data } }) => ({
        sessionId: key,
        activeMs: Number(data["activeMs"]),
      })),
      lastSeenMs,
      lastActiveMs,
      ending: endingOf(end?.row, opened, times.get("compact") ?? null, latestOf([turnMs, messageMs])),
      instances: this.#instances(sessionId),
    };
  }

  /** The time of the main agent's latest row of each kind of work: in one statement, if nothing waits. */
  #activeTimes(sessionId: string): ReadonlyMap<KindName, number | null> {
    if (this.#waiting.has(sessionId)) {
      return new Map(ACTIVITIES.map((kind) => [kind, this.#rows(sessionId, kind, "main", 1)[0]?.row.atMs ?? null]));
    }
    const rows = this.#all<{ kind: KindName; atMs: number | null }>(
      TIMES_SQL,
      sessionId,
      this.#nowMs + CLOCK_SKEW_MS,
      ACTIVITIES_JSON,
    );
    return new Map(rows.map(({ kind, atMs }) => [kind, atMs === null ? null : this.#read(atMs)]));
  }

  /** Null if hive has not observed the session. */
  session(sessionId: string): SavedSession | null {
    const outline = this.outline(sessionId);
    if (outline === null) return null;
    const state = this.#state(sessionId);
    const lastCheckpoint = this.#lastCheckpoint(sessionId);
    return {
      ...outline,
      objective: text(state.session?.["title"]),
      firstPrompts: this.#firstPrompts(sessionId),
      lastCheckpoint,
      operations: this.#countOperations(sessionId, Number.NEGATIVE_INFINITY),
      operationsSinceCheckpoint: this.#countOperations(sessionId, lastCheckpoint?.atMs ?? Number.NEGATIVE_INFINITY),
      waitingEntries: this.#waitingFor(sessionId).entries,
      state,
    };
  }

  [Symbol.dispose](): void {
    this.#db?.close();
  }

  #waitingFor(sessionId: string): WaitingEntries {
    return this.#waiting.get(sessionId) ?? NOTHING_WAITS;
  }

  #all<Row>(sql: string, ...values: SQLQueryBindings[]): Row[] {
    return this.#db === null ? [] : this.#db.query<Row, SQLQueryBindings[]>(sql).all(...values);
  }

  #state(sessionId: string): SessionState {
    const parts: Record<string, unknown> = {};
    for (const { kind, field } of PARTS) {
      const { limit, ofSubagents } = KINDS[kind];
      const most = recallLimitOf(kind);
      const agents = ofSubagents ? this.#rows(sessionId, kind, "subagents", most) : [];
      const rows = newestFirst([...this.#rows(sessionId, kind, "main", most), ...agents]).map(seenRow);
      if (rows.length > 0) parts[field] = limit === 1 ? rows[0] : rows;
    }
    return parts;
  }

  /** The newest rows of the main agent or of the subagents. The waiting facts are merged as the store does it. */
  #rows(sessionId: string, kind: KindName, whose: "main" | "subagents", limit: number): NamedRow[] {
    const sql = ROWS_SQL[whose];
    const boundMs = this.#nowMs + CLOCK_SKEW_MS;
    const stored = this.#all<StateRow>(sql.until, sessionId, kind, limit, boundMs).map(soundRow);
    // Rows ahead of the clock count as older than all others.
    if (stored.length < limit) {
      const left = limit - stored.length;
      stored.push(...this.#all<StateRow>(sql.ahead, sessionId, kind, left, boundMs).map(soundRow));
    }
    const rows = new Map(stored.map((one) => [one.name, one]));
    for (const [name, waiting] of this.#waitingRows(sessionId, kind)) {
      if ((waiting.agentId === "") !== (whose === "main")) continue;
      const known = rows.get(name) ?? this.#stored(sessionId, kind, name);
      // As in the store, a row ahead of the clock yields.
      const row =
        known === undefined
          ? waiting.row
          : mergeRows(KINDS[kind].merge, boundedBy(known.row, this.#nowMs), waiting.row);
      rows.set(name, { ...waiting, row });
    }
    const read = [...rows.values()].map((one) => ({ ...one, row: { ...one.row, atMs: this.#read(one.row.atMs) } }));
    return newestFirst(read).slice(0, limit);
  }

  #read(atMs: number): number {
    return readTime(atMs, this.#nowMs);
  }

  /** The first prompts: one of them gives the session's purpose. */
  #firstPrompts(sessionId: string): SeenRow[] {
    const waiting = [...this.#waitingRows(sessionId, "prompt").values()].filter(({ agentId }) => agentId === "");
    const limit = FIRST_PROMPTS + waiting.length;
    const stored = this.#all<StateRow>(OLDEST_ROWS_SQL, sessionId, "prompt", limit).map(soundRow);
    const rows = new Map(stored.map((one) => [one.name, one]));
    for (const one of waiting) {
      const known = rows.get(one.name) ?? this.#stored(sessionId, "prompt", one.name);
      const row = known === undefined ? one.row : mergeRows(KINDS.prompt.merge, known.row, one.row);
      rows.set(one.name, { ...one, row });
    }
    return [...rows.values()]
      .toSorted((a, b) => a.row.atMs - b.row.atMs || (a.name < b.name ? -1 : 1))
      .slice(0, FIRST_PROMPTS)
      .map(seenRow);
  }

  /** The waiting rows of a kind, by their name. */
  #waitingRows(sessionId: string, kind: KindName): ReadonlyMap<string, NamedRow> {
    let kinds = this.#waitingKinds.get(sessionId);
    if (kinds === undefined) {
      kinds = waitingKinds(this.#waitingFor(sessionId).facts);
      this.#waitingKinds.set(sessionId, kinds);
    }
    return kinds.get(kind) ?? NO_ROWS;
  }

  #stored(sessionId: string, kind: KindName, name: string): NamedRow | undefined {
    return this.#all<StateRow>(ONE_ROW_SQL, sessionId, kind, name).map(soundRow)[0];
  }

  #countOperations(sessionId: string, afterMs: number): number {
    let count = this.#all<{ n: number }>(OPERATIONS_SQL, sessionId, afterMs)[0]?.n ?? 0;
    const isCounted = (row: Row): boolean => row.atMs > afterMs;
    for (const [name, { row }] of this.#waitingRows(sessionId, "operation")) {
      const stored = this.#stored(sessionId, "operation", name)?.row;
      if (stored !== undefined && isCounted(stored)) count -= 1;
      if (isCounted(stored === undefined ? row : mergeRows(KINDS.operation.merge, stored, row))) count += 1;
    }
    return count;
  }

  #lastCheckpoint(sessionId: string): CheckpointTime | null {
    const stored = this.#all<CheckpointTime>(
      "SELECT created_at_ms AS atMs, type, trigger FROM hive_checkpoints WHERE session_id = +? ORDER BY created_at_ms DESC LIMIT 1",
      sessionId,
    );
    const all = [...stored, ...this.#waitingFor(sessionId).checkpoints];
    return all.toSorted((a, b) => b.atMs - a.atMs)[0] ?? null;
  }

  #instances(sessionId: string): SeenInstance[] {
    const sql =
      "SELECT instance_id AS instanceId, pid, last_seen_ms AS lastSeenMs FROM hive_instances WHERE session_id = ?";
    return [...this.#all<SeenInstance>(sql, sessionId), ...this.#waitingFor(sessionId).instances];
  }
}

const NO_ROWS: ReadonlyMap<string, NamedRow> = new Map();

type WaitingKinds = ReadonlyMap<KindName, ReadonlyMap<string, NamedRow>>;

/** Waiting facts as rows, by kind and name. */
function waitingKinds(facts: readonly Fact[]): WaitingKinds {
  const kinds = new Map<KindName, Map<string, NamedRow>>();
  for (const { kind, key, agentId = "", atMs, data } of facts) {
    const rows = kinds.get(kind) ?? new Map<string, NamedRow>();
    kinds.set(kind, rows);
    const name = storedKey(agentId, key);
    const known = rows.get(name)?.row;
    const row = known === undefined ? { atMs, data } : mergeRows(KINDS[kind].merge, known, { atMs, data });
    rows.set(name, { name, agentId, key, row });
  }
  return kinds;
}

/** In the store's order: at equal times the greater key first. */
const newestFirst = (rows: readonly NamedRow[]): NamedRow[] =>
  rows.toSorted((a, b) => b.row.atMs - a.row.atMs || (a.name < b.name ? 1 : -1));

/** Never restore partial state: a malformed row throws. */
function soundRow(stored: StateRow): NamedRow {
  const row = rowIn(stored);
  if (row !== null) return namedRow(stored, row);
  throw new HiveError("HIVE_STORE_UNAVAILABLE", "a row in hive_state is not what hive wrote", {
    hint: "was the database written to by another program? hive show reads the last checkpoint",
  });
}

function latestOf(times: readonly (number | null)[]): number | null {
  let latest: number | null = null;
  for (const atMs of times) if (atMs !== null && (latest === null || atMs > latest)) latest = atMs;
  return latest;
}

/** Only a start or a prompt reopens an ended session: facts of subagents and late calls do not. */
function endingOf(
  end: Row | undefined,
  openedMs: number | null,
  compactMs: number | null,
  lastWorkMs: number | null,
): Ending {
  if (end !== undefined && end.atMs >= (openedMs ?? 0)) {
    return { kind: "ended", at: timeText(end.atMs), reason: text(end.data["reason"]) };
  }
  if (compactMs !== null && compactMs >= (lastWorkMs ?? 0)) {
    return { kind: "compacted", at: timeText(compactMs) };
  }
  return { kind: "none-seen" };
}

function text(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
