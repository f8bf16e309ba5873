import { attendedIn } from "../../../model/attended.ts";
import type { Database } from "bun:sqlite";
import { timeText } from "../../../base/clock.ts";
import { KIND_NAMES, type KindName, KINDS, recallLimitOf } from "../../../model/kinds.ts";
import { fieldTime, type Row } from "../../../model/merge.ts";
import type { NamedRow } from "../apply/stored-row.ts";
import { UNTRUSTED } from "../untrusted.ts";
import { MergedRows, newestFirst } from "./merged-rows.ts";
import { openSaved } from "./reader.ts";
import type {
  CheckpointTime,
  Ending,
  SavedSession,
  SeenInstance,
  SeenProcess,
  SessionOutline,
  WaitingEntries,
} from "./saved-session.ts";
import { PARTS, seenRow, type SessionState, TIMES_SQL } from "./session-state.ts";

/**
 * A start reads some hundred pages, most of them once. To take memory for a page costs more than to read it again from the
 * system's cache.
 */
const CACHE_PAGES = 64;
/** The number of a session's first prompts to search for its purpose. */
const FIRST_PROMPTS = 5;
/** The number of the newest prompts to search for a question without an answer. */
const NEWEST_PROMPTS = 5;

/** Kinds that record work by an agent or its user; other kinds only describe the session. */
const ACTIVITIES = KIND_NAMES.filter((kind) => KINDS[kind].isWork);
const ACTIVITIES_JSON = JSON.stringify(ACTIVITIES);

/** Reads sessions fast, without Kysely. Entries that still wait in the queue count as applied. */
export class ResumeReader implements Disposable {
  readonly #rows: MergedRows;

  private constructor(rows: MergedRows) {
    this.#rows = rows;
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
    const db = await openSaved(root, busyTimeoutMs);
    db?.run(`PRAGMA cache_size = ${CACHE_PAGES}`);
    return new ResumeReader(new MergedRows(db, waiting, nowMs));
  }

  /** Reads a database that is open, and closes it. Nothing waits in a queue. */
  static of(db: Database, nowMs: number): ResumeReader {
    return new ResumeReader(new MergedRows(db, new Map(), nowMs));
  }

  /** The database for other readers of the same moment; null if nothing was ever applied. */
  get db(): Database | null {
    return this.#rows.db;
  }

  /** The waiting entries, by session. */
  get waiting(): ReadonlyMap<string, WaitingEntries> {
    return this.#rows.waiting;
  }

  /**
   * The ids with this prefix of the sessions that hive has observed, the latest first.
   * @param isTrusted true to leave out sessions with any unproved fact
   */
  sessionIds(prefix: string, limit: number, isTrusted: boolean): string[] {
    const waiting = [...this.#rows.waiting.keys()].filter((id) => id.startsWith(prefix));
    const stored = this.#rows.all<{ id: string }>(
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
    return this.#rows.of("SELECT 1 FROM hive_state WHERE session_id = ? AND kind = ?", sessionId, UNTRUSTED).length > 0;
  }

  /** Null if nothing of the session is stored. */
  observations(sessionId: string): number | null {
    const sql = "SELECT sum(observations) AS n FROM hive_instances WHERE session_id = ?";
    return this.#rows.of<{ n: number | null }>(sql, sessionId)[0]?.n ?? null;
  }

  /** Null if hive has not observed the session. */
  outline(sessionId: string): SessionOutline | null {
    const row = (kind: KindName): NamedRow | undefined => this.#rows.newest(sessionId, kind, "main", 1)[0];
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
    const opened = latestOf([startedMs === null ? null : this.#rows.readMs(startedMs), times.get("prompt") ?? null]);
    return {
      sessionId,
      agent: text(seen?.data["agent"]),
      cwd,
      directory: text(start?.["directory"]) ?? cwd,
      worktree: text(start?.["worktree"]),
      process: (seen?.data["process"] as SeenProcess | null | undefined) ?? null,
      isAttended: attendedIn(seen?.data),
      hasStarted: startedMs !== null,
      hasWork: turnMs !== null,
      hasOperations,
      unworked: hasOperations
        ? []
        : this.#rows.newest(sessionId, "prompt", "main", NEWEST_PROMPTS).map((one) => one.row.data["text"]),
      isTurnFinished: turnMs === null || (messageMs !== null && messageMs >= turnMs),
      continues: this.#rows
        .newest(sessionId, "continues", "main", KINDS.continues.limit)
        .map(({ key, row: { data } }) => ({
          sessionId: key,
          activeMs: Number(data["activeMs"]),
          isFork: data["isFork"] === true,
        })),
      lastSeenMs,
      lastActiveMs,
      ending: endingOf(end?.row, opened, times.get("compact") ?? null, latestOf([turnMs, messageMs])),
      instances: this.#instances(sessionId),
    };
  }

  /** The time of the main agent's latest row of each kind of work: in one statement, if nothing waits. */
  #activeTimes(sessionId: string): ReadonlyMap<KindName, number | null> {
    if (this.#rows.waiting.has(sessionId)) {
      return new Map(
        ACTIVITIES.map((kind) => [kind, this.#rows.newest(sessionId, kind, "main", 1)[0]?.row.atMs ?? null]),
      );
    }
    const rows = this.#rows.all<{ kind: KindName; atMs: number | null }>(
      TIMES_SQL,
      sessionId,
      this.#rows.boundMs,
      ACTIVITIES_JSON,
    );
    return new Map(rows.map(({ kind, atMs }) => [kind, atMs === null ? null : this.#rows.readMs(atMs)]));
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
      firstPrompts: this.#rows.oldest(sessionId, "prompt", FIRST_PROMPTS).map(seenRow),
      lastCheckpoint,
      operations: this.#rows.countOperations(sessionId, Number.NEGATIVE_INFINITY),
      operationsSinceCheckpoint: this.#rows.countOperations(
        sessionId,
        lastCheckpoint?.atMs ?? Number.NEGATIVE_INFINITY,
      ),
      waitingEntries: this.#rows.waitingFor(sessionId).entries,
      state,
    };
  }

  [Symbol.dispose](): void {
    this.#rows.db?.close();
  }

  #state(sessionId: string): SessionState {
    const parts: Record<string, unknown> = {};
    for (const { kind, field } of PARTS) {
      const { limit, ofSubagents } = KINDS[kind];
      const most = recallLimitOf(kind);
      const agents = ofSubagents ? this.#rows.newest(sessionId, kind, "subagents", most) : [];
      const rows = newestFirst([...this.#rows.newest(sessionId, kind, "main", most), ...agents]).map(seenRow);
      if (rows.length > 0) parts[field] = limit === 1 ? rows[0] : rows;
    }
    return parts;
  }

  #lastCheckpoint(sessionId: string): CheckpointTime | null {
    const stored = this.#rows.all<CheckpointTime>(
      "SELECT created_at_ms AS atMs, type, trigger FROM hive_checkpoints WHERE session_id = +? ORDER BY created_at_ms DESC LIMIT 1",
      sessionId,
    );
    const all = [...stored, ...this.#rows.waitingFor(sessionId).checkpoints];
    return all.toSorted((a, b) => b.atMs - a.atMs)[0] ?? null;
  }

  #instances(sessionId: string): SeenInstance[] {
    const sql =
      "SELECT instance_id AS instanceId, pid, last_seen_ms AS lastSeenMs FROM hive_instances WHERE session_id = ?";
    return [...this.#rows.of<SeenInstance>(sql, sessionId), ...this.#rows.waitingFor(sessionId).instances];
  }
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
