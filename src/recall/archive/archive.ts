import { HiveError } from "../../base/errors.ts";
import { isObject, objectIn } from "../../base/json.ts";
import { archivePath } from "../../store/archive/open.ts";
import {
  type ArchivedFact,
  type ArchivedProject,
  ArchiveReader,
  type ArchivedSession,
  type FoundFact,
} from "../../store/archive/reader.ts";
import type { SearchFilter, SessionFilter } from "../../store/archive/filter.ts";
import type { SeenProcess } from "../../store/sqlite/read/saved-session.ts";
import { earlierBoot, isProcessRunning } from "../choose/process-alive.ts";
import { expressionOf, type Term, termsOf } from "./query.ts";
import { ranked } from "./ranked.ts";
import type { Scope } from "./scope.ts";

/** Without an observed end a session is `mid-turn` (the agent was at work) or `stopped` (its turn was over). */
export type ArchivedState = "running" | "ended" | "mid-turn" | "stopped";

export { FOUND_END, FOUND_START } from "../../store/archive/reader.ts";
export type { ArchivedFact, ArchivedProject, ArchivedSession, FoundFact, SearchFilter, SessionFilter };

const BUSY_TIMEOUT_MS = 2000;
/** A long session that repeats the words leaves room for others. */
const MOST_OF_A_SESSION = 3;
/** Hits among which the best are looked for, and further lots of as many where those are too few to show. */
const LOT = 500;
const MOST_LOTS = 10;
/** Texts of a session that begin alike are one: a hook and a transcript may report the same. */
const SAME_START_CHARS = 200;

/** Reads this user's sessions of all projects, within the asker's scope. */
export class Archive implements Disposable {
  readonly #reader: ArchiveReader;
  readonly #scope: Scope;

  private constructor(reader: ArchiveReader, scope: Scope) {
    this.#reader = reader;
    this.#scope = scope;
  }

  /**
   * @param root the asking project's state directory, if there is one
   * @returns null if nothing is archived yet
   * @throws HIVE_STORE_UNAVAILABLE
   */
  static open(env: Readonly<Record<string, string | undefined>>, scope: Scope, root?: string): Archive | null {
    const path = archivePath(env, root);
    const reader = path === null ? null : ArchiveReader.open(path, BUSY_TIMEOUT_MS);
    return reader === null ? null : new Archive(reader, scope);
  }

  /**
   * The facts in which all words are found, the best of the latest {@link LOT} first; three of a session at most.
   * @param words as a person writes them: {@link termsOf}
   * @throws HIVE_INVALID_OPTION without a word; HIVE_STORE_UNAVAILABLE
   */
  search(words: string, filter: SearchFilter, limit: number): FoundFact[] {
    const terms = termsOf(words);
    if (terms.length === 0)
      throw new HiveError("HIVE_INVALID_OPTION", "the search has no word", { hint: "hive search login form" });
    const expression = expressionOf(terms);
    const ids = this.#best(expression, terms, { ...filter, ...this.#scope }, limit);
    if (ids.length === 0) return [];
    const found = this.#reader.found(expression, ids);
    return ids.flatMap((id) => found.get(id) ?? []);
  }

  #best(expression: string, terms: readonly Term[], filter: SearchFilter, limit: number): number[] {
    const best: number[] = [];
    const taken = new Map<number, number>();
    const seen = new Set<string>();
    let beforeId = Number.MAX_SAFE_INTEGER;
    for (let lot = 0; lot < MOST_LOTS && best.length < limit; lot += 1) {
      const candidates = this.#reader.candidates(expression, filter, beforeId, LOT);
      for (const { id, session, text } of ranked(candidates, terms)) {
        const name = `${session} ${text.slice(0, SAME_START_CHARS)}`;
        const already = taken.get(session) ?? 0;
        if (already >= MOST_OF_A_SESSION || seen.has(name)) continue;
        seen.add(name);
        taken.set(session, already + 1);
        best.push(id);
      }
      if (candidates.length < LOT) break;
      beforeId = candidates.at(-1)!.id;
    }
    return best.slice(0, limit);
  }

  /**
   * The sessions, the latest first.
   * @param sinceMs only those seen since. @default all
   * @param offset the number of sessions left out at the beginning
   */
  sessions(filter: SessionFilter, limit: number, sinceMs?: number, offset?: number): ArchivedSession[] {
    return this.#reader.sessions({ ...filter, ...this.#scope }, limit, sinceMs, offset);
  }

  /** The sessions whose title, directory or id has a text in it, the latest first. */
  named(text: string, limit: number): ArchivedSession[] {
    return this.#reader.named(text, this.#scope, limit);
  }

  /** The sessions whose ids begin with a text, the latest first. */
  withId(prefix: string, limit: number): ArchivedSession[] {
    return this.#reader.withId(prefix, this.#scope, limit);
  }

  /** A session by its row: {@link ArchivedSession.id}. */
  byRow(id: number): ArchivedSession | null {
    return this.#reader.byRow(id, this.#scope);
  }

  /** A session's facts in the order of time. @param kinds @default all */
  facts({ id }: ArchivedSession, kinds?: readonly string[]): ArchivedFact[] {
    return this.#reader.facts(id, kinds);
  }

  /** How a session stands now; the words are those of `hive sessions`. */
  state(session: ArchivedSession, nowMs: number): ArchivedState {
    if (session.endedMs !== null) return "ended";
    const seen = this.#processOf(session);
    if (seen !== null && isProcessRunning(seen, session.seenMs, nowMs, []) === true) return "running";
    return this.isTurnOver(session) ? "stopped" : "mid-turn";
  }

  /** The boot that a session was seen in, if that is over; null where it is this one, not known, or without proof. */
  earlierBootOf(session: ArchivedSession): string | null {
    const seen = session.isUntrusted ? null : this.#processOf(session);
    return seen === null ? null : earlierBoot(seen);
  }

  #processOf({ id }: ArchivedSession): SeenProcess | null {
    const data = this.#reader.only(id, "session");
    const seen = data === null ? undefined : objectIn(data)?.["process"];
    return isObject(seen) && typeof seen["pid"] === "number" ? (seen as unknown as SeenProcess) : null;
  }

  /** Whether the agent's last turn was over, or none began. */
  isTurnOver({ id }: ArchivedSession): boolean {
    return [null, "message"].includes(this.#reader.lastDone(id));
  }

  /** The projects with sessions, the latest first. */
  projects(): ArchivedProject[] {
    return this.#reader.projects(this.#scope);
  }

  [Symbol.dispose](): void {
    this.#reader[Symbol.dispose]();
  }
}
