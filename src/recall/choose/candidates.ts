import { isKnownTime } from "../../model/merge.ts";
import type { CandidateRow, ContinuesRow, HeadRow } from "../../store/sqlite/read/candidate-queries.ts";
import type { Continued, SessionOutline } from "../../store/sqlite/read/saved-session.ts";
import { isOfSubstance } from "../report/prompts.ts";
import type { Places } from "./place.ts";
import type { Resumes } from "../resume.ts";

/** A session last seen longer ago than this is not given to a new one. */
const MAX_AGE_MS = 7 * 24 * 3_600_000;
/** The times of one fact from two clocks may differ by this much. */
const SAME_MS = 2000;
/** The most sessions in one query. The first lots are small: mostly the latest session is the one. */
const LOT = 256;
const FIRST_LOT = 16;
/** The number of sessions in other worktrees to look at closely: only one of them is named, as a hint. */
const MAX_LOOKS_ELSEWHERE = 5;

export interface Candidate {
  readonly outline: SessionOutline;
  /** True if it crashed, was killed, or ended in the middle of a turn. */
  readonly isUnfinished: boolean;
}

export interface Search {
  readonly resumes: Resumes;
  readonly places: Places;
  /** The session that asks. */
  readonly receiver: string;
  readonly nowMs: number;
  /** True for a session that went on in another state directory. @default none did */
  readonly isTaken?: ((outline: SessionOutline) => boolean) | undefined;
}

/** An unfinished session in another worktree of the project. */
export interface Elsewhere {
  readonly sessionId: string;
  readonly worktree: string;
}

export interface Found {
  /** The best one first, then those that running sessions hold. */
  readonly candidates: readonly Candidate[];
  /** The unfinished ones after the best one, read on demand: for sessions that start at the same moment. */
  readonly others: Iterable<Candidate>;
  readonly elsewhere: Elsewhere | null;
}

/** True if work was left unfinished: an end in mid-turn counts like a crash. */
export function isUnfinished(outline: SessionOutline): boolean {
  const { ending, isTurnFinished, hasOperations } = outline;
  if (ending.kind !== "ended") return true;
  // These ends mean that the user has finished with it.
  const isLeft = ending.reason === "clear" || ending.reason === "logout" || ending.reason === "resume";
  return !isLeft && !isTurnFinished && (hasOperations || isAsked(outline));
}

/**
 * True if a person has asked for something before any tool was called. A word of agreement asks for it too, where the
 * session goes on with an earlier one. A headless run without a call has changed nothing, and its caller has its error.
 */
function isAsked({ isAttended, continues, unworked }: SessionOutline): boolean {
  if (isAttended === false || unworked.length === 0) return false;
  return continues.length > 0 || unworked.some((text) => typeof text === "string" && isOfSubstance(text));
}

/**
 * The sessions that a new one may continue. They have work of their own and the same worktree; they are not running and
 * not taken. The result is the best one, then those that another session holds. Unfinished sessions come first.
 * Sessions with a person come before headless ones, and an observed start before a missing one.
 */
export function findCandidates(search: Search, withDone: boolean): Found {
  const { resumes, nowMs } = search;
  const sinceMs = nowMs - MAX_AGE_MS;
  const taken = new Taken(resumes, resumes.recent(sinceMs));
  const found = new Look(search, taken, false).at(resumes.recent(sinceMs, true));
  if (found.candidates.length > 0 || !withDone) return found;
  return { ...new Look(search, taken, true).at(resumes.recent(sinceMs)), others: [], elsewhere: found.elsewhere };
}

/** True for a session that ended before the agent called a tool or said anything. */
const isUnworked = ({ ending, hasOperations, isTurnFinished }: SessionOutline): boolean =>
  ending.kind === "ended" && !hasOperations && !isTurnFinished;

function* lotsOf(ids: Iterable<string>, first: number): Generator<string[], void> {
  let lot: string[] = [];
  let most = first;
  for (const id of ids) {
    if (lot.push(id) < most) continue;
    yield lot;
    lot = [];
    most = Math.min(most * 4, LOT);
  }
  if (lot.length > 0) yield lot;
}

/** A search among the unfinished sessions, or among all. */
class Look {
  readonly #search: Search;
  readonly #taken: Taken;
  readonly #withDone: boolean;
  readonly #held: Candidate[] = [];
  /** They come after the others of their rank: there is nothing of them but the prompt. */
  readonly #unworked: Candidate[] = [];
  /** Ids of lower ranks: of another package of the tree, headless, without an observed start, or both. */
  readonly #later: string[][] = [[], [], [], []];
  readonly #elsewhere: HeadRow[] = [];
  /** The ids so far, in their order. */
  readonly #looked: string[] = [];

  constructor(search: Search, taken: Taken, withDone: boolean) {
    this.#search = search;
    this.#taken = taken;
    this.#withDone = withDone;
  }

  at(ids: Iterable<string>): Found {
    const offers = this.#offers(ids);
    const next = offers.next();
    const best = next.done === true ? null : next.value;
    // A session in another worktree is worth a line if it is later, or if nothing of the first rank is here.
    const isFirst = best !== null && !this.#later.slice(1).flat().includes(best.outline.sessionId);
    const end = isFirst ? this.#looked.indexOf(best.outline.sessionId) : this.#looked.length;
    const before = new Set(this.#looked.slice(0, end));
    const elsewhere = this.#withDone ? null : this.#named(this.#elsewhere.filter(({ id }) => before.has(id)));
    return { candidates: [...(best === null ? [] : [best]), ...this.#held], others: offers, elsewhere };
  }

  /** Sessions of a lower rank are looked at closely only if none of the first rank is left. */
  *#offers(ids: Iterable<string>): Generator<Candidate, void> {
    for (const lot of lotsOf(ids, FIRST_LOT)) {
      this.#looked.push(...lot);
      yield* this.#offered(this.#hereOf(lot));
    }
    yield* this.#unworked.splice(0);
    for (const later of this.#later) {
      yield* this.#offered(later);
      yield* this.#unworked.splice(0);
    }
  }

  /** Those of the first rank in this place; the others are noted. */
  #hereOf(ids: readonly string[]): string[] {
    const { resumes, places } = this.#search;
    const first: string[] = [];
    for (const head of resumes.heads(ids)) {
      if (!places.isHere(head)) {
        if (head.worktree !== null) this.#elsewhere.push(head);
        continue;
      }
      const rank = (head.isAttended === 0 ? 2 : 0) + (head.hasStarted === 0 ? 1 : 0);
      // A package's own session comes before another package's.
      (rank === 0 && places.distanceOf(head) === 0 ? first : this.#later[rank]!).push(head.id);
    }
    return first;
  }

  *#offered(ids: readonly string[]): Generator<Candidate, void> {
    const { resumes, places } = this.#search;
    for (const row of this.#rowsOf(ids)) {
      const outline = resumes.outline(row.id);
      if (outline === null || !places.isHere(outline) || !isOffered(outline, this.#search)) continue;
      const candidate = { outline, isUnfinished: isUnfinished(outline) };
      // SQL knows neither the reason of an end nor what a prompt says.
      if (!this.#withDone && !candidate.isUnfinished) continue;
      // @mutant an ended session of a prompt alone hides none that worked
      const isLast = isUnworked(outline);
      if (this.#taken.isHeld(row)) this.#held.push(candidate);
      else if (isLast) this.#unworked.push(candidate);
      else yield candidate;
    }
  }

  *#rowsOf(ids: readonly string[]): Generator<CandidateRow> {
    if (ids.length === 0) return;
    for (const row of this.#search.resumes.candidates(ids, this.#withDone)) {
      // @mutant untrusted sessions hide none of the user's
      if (row.id === this.#search.receiver || row.isUntrusted === 1 || this.#taken.isTaken(row)) continue;
      yield row;
    }
  }

  #named(heads: readonly HeadRow[]): Elsewhere | null {
    const { resumes } = this.#search;
    const worktrees = new Map(heads.map(({ id, worktree }) => [id, worktree!]));
    let looks = 0;
    for (const { id } of this.#rowsOf([...worktrees.keys()])) {
      const outline = resumes.outline(id);
      if (outline !== null && isOffered(outline, this.#search) && isUnfinished(outline))
        return { sessionId: id, worktree: worktrees.get(id)! };
      looks += 1;
      if (looks === MAX_LOOKS_ELSEWHERE) return null;
    }
    return null;
  }
}

function isOffered(outline: SessionOutline, { resumes, nowMs, isTaken }: Search): boolean {
  if (!outline.hasWork || outline.lastActiveMs === null) return false;
  if (isKnownTime(outline.lastSeenMs) && nowMs - outline.lastSeenMs > MAX_AGE_MS) return false;
  if (outline.ending.kind === "ended" && outline.ending.reason === "clear") return false;
  // A finished headless run has given its result to its caller.
  if (outline.isAttended === false && (outline.isTurnFinished || !isUnfinished(outline))) return false;
  return resumes.isRunning(outline) !== true && isTaken?.(outline) !== true;
}

/**
 * Finds the sessions that others continue already. A receiver is seen after its source. So only sessions that come
 * before the source in the order are queried.
 */
class Taken {
  readonly #bySource = new Map<string, ContinuesRow[]>();
  readonly #resumes: Resumes;
  readonly #lots: Iterator<string[], void>;
  readonly #asked = new Set<string>();

  constructor(resumes: Resumes, ids: Iterable<string>) {
    this.#resumes = resumes;
    this.#lots = lotsOf(ids, LOT);
  }

  #askBefore(id: string): void {
    while (!this.#asked.has(id)) {
      const { done, value: lot } = this.#lots.next();
      if (done === true) return;
      for (const one of lot) this.#asked.add(one);
      for (const row of this.#resumes.continues(lot)) {
        const known = this.#bySource.get(row.source);
        if (known === undefined) this.#bySource.set(row.source, [row]);
        else known.push(row);
      }
    }
  }

  /** True if another session was given its present state, and has worked since. */
  isTaken(row: CandidateRow): boolean {
    return this.#receivers(row).some(({ hasWorked }) => hasWorked === 1);
  }

  /** True if a session that was given it still runs, and may yet continue it. */
  isHeld(row: CandidateRow): boolean {
    return this.#receivers(row).some(({ receiver }) => {
      const outline = this.#resumes.outline(receiver);
      return outline !== null && outline.ending.kind !== "ended" && this.#resumes.isRunning(outline) === true;
    });
  }

  #receivers({ id, workMs }: CandidateRow): ContinuesRow[] {
    this.#askBefore(id);
    const told = this.#bySource.get(id) ?? [];
    return told.filter(({ activeMs }) => isStateOf(activeMs, workMs));
  }
}

/** True for a session of an older state directory that one of this state was given, and that has worked since. */
export function takenIn(resumes: Resumes, nowMs: number): (source: SessionOutline) => boolean {
  let receivers: readonly ContinuesRow[] | undefined;
  return ({ sessionId, lastActiveMs }) => {
    receivers ??= resumes.continues([...resumes.recent(nowMs - MAX_AGE_MS)]);
    return receivers.some(
      ({ source, activeMs, hasWorked }) =>
        source === sessionId && hasWorked === 1 && isStateOf(activeMs, lastActiveMs ?? 0),
    );
  };
}

/** True if a state that was given then is the present one. */
const isStateOf = (givenMs: number, workMs: number): boolean => !isKnownTime(workMs) || givenMs + SAME_MS >= workMs;

/** The sessions that this one continues, the nearest first. It counts only if it has worked since. */
export function chainOf(resumes: Resumes, outline: SessionOutline, maxLength: number): SessionOutline[] {
  const chain: SessionOutline[] = [];
  const seen = new Set([outline.sessionId]);
  for (let current: SessionOutline | null = outline; current !== null && chain.length < maxLength;) {
    const next: Continued | undefined = current.hasWork ? current.continues[0] : undefined;
    if (next === undefined || seen.has(next.sessionId) || resumes.isUntrusted(next.sessionId)) break;
    seen.add(next.sessionId);
    current = resumes.outline(next.sessionId);
    if (current !== null) chain.push(current);
  }
  return chain;
}
