import { readdirSync } from "node:fs";
import { entryName, FIRST_PRIORITY, groupOf, LAST_PRIORITY, parseEntryName } from "./entry.ts";

// The largest share of time spent on listings. A backlog of 200,000 entries then costs each claim at most what one of
// 2,000 would.
const LISTING_SHARE = 0.1;

/** Names that hive does not own: dot files, and files that are still to be renamed into place. */
function isForeignWork(name: string): boolean {
  return name.startsWith(".") || !name.endsWith(".json");
}

/**
 * The names in `pending/` in the order of claiming, by priority, then seq. An entry counts as urgent as the most urgent
 * later entry of its group: groups are claimed by seq. The list is read again when it runs out. After a wake it is read
 * again as often as {@link LISTING_SHARE} allows. A new urgent entry thus overtakes a long backlog, and a long backlog
 * is not sorted anew for each batch.
 */
export class Backlog {
  readonly #directory: string;
  /**
   * Seqs by priority, in descending order. Names are made from them one at a time, since a million names would double
   * the memory.
   */
  #seqs: string[][] = [];
  /** By urgency and seq: the priority in the name of an entry that counts as more urgent than its name says. */
  #named = new Map<string, number>();
  #isStale = true;
  #listedAtMs = 0;
  #listingMs = 0;
  /** `.json` files whose name is not `{priority}_{seq}.json`, as of the last listing. */
  invalidNames: readonly string[] = [];

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Says that something may have been added. */
  invalidate(): void {
    this.#isStale = true;
  }

  /** Whether something may have been added since the last listing. */
  get isStale(): boolean {
    return this.#isStale;
  }

  /** Lists `pending/` again if that is due. Call it once a batch. */
  refresh(): void {
    const nowMs = performance.now();
    const isAffordable = (nowMs - this.#listedAtMs) * LISTING_SHARE >= this.#listingMs;
    if (!this.#isEmpty && !(this.#isStale && isAffordable)) return;
    this.#list();
    this.#listedAtMs = performance.now();
    this.#listingMs = this.#listedAtMs - nowMs;
    this.#isStale = false;
  }

  /** The next name, or undefined at the end of this listing. */
  next(): string | undefined {
    for (let priority = FIRST_PRIORITY; priority <= LAST_PRIORITY; priority += 1) {
      const seq = this.#seqs[priority]?.pop();
      if (seq !== undefined) return entryName(this.#named.get(`${priority} ${seq}`) ?? priority, seq);
    }
    return undefined;
  }

  get #isEmpty(): boolean {
    return this.#seqs.every(({ length }) => length === 0);
  }

  #list(): void {
    // The new listing holds the rest of the last one; a long one need not be in memory twice.
    this.#seqs = [];
    const seqsByPriority: string[][] = Array.from({ length: LAST_PRIORITY + 1 }, () => []);
    const invalidNames: string[] = [];
    for (const name of readdirSync(this.#directory)) {
      if (isForeignWork(name)) continue;
      const parsed = parseEntryName(name);
      if (parsed === null) invalidNames.push(name);
      else seqsByPriority[parsed.priority]!.push(parsed.seq);
    }
    this.invalidNames = invalidNames;
    // @mutant within a group the order is that of the seqs
    this.#named = promote(seqsByPriority);
    // Names do not sort as their seqs do: `a-b` comes after `a`, `a-b.json` before `a.json`.
    this.#seqs = seqsByPriority.map((seqs) => seqs.toSorted().toReversed());
  }
}

/**
 * Moves each seq to the most urgent priority that a later one of its group has.
 * @returns the priority that a seq was moved from, by where it is now
 */
function promote(seqsByPriority: string[][]): Map<string, number> {
  const named = new Map<string, number>();
  for (let urgent = FIRST_PRIORITY; urgent < LAST_PRIORITY; urgent += 1) {
    const isLast = seqsByPriority.slice(urgent + 1).every(({ length }) => length === 0);
    if (isLast) break;
    const latest = latestByGroup(seqsByPriority[urgent]!);
    for (let priority = urgent + 1; latest.size > 0 && priority <= LAST_PRIORITY; priority += 1) {
      if (seqsByPriority[priority]!.length === 0) continue;
      const there = new Set(seqsByPriority[urgent]);
      // One seq has one place in a list: the second of two files waits for its own turn.
      const isUrgent = (seq: string): boolean => !there.has(seq) && seq < (latest.get(groupOf(seq) ?? "") ?? "");
      const moved = seqsByPriority[priority]!.filter(isUrgent);
      if (moved.length === 0) continue;
      for (const seq of moved) named.set(`${urgent} ${seq}`, priority);
      seqsByPriority[priority] = seqsByPriority[priority]!.filter((seq) => !isUrgent(seq));
      seqsByPriority[urgent] = seqsByPriority[urgent]!.concat(moved);
    }
  }
  return named;
}

function latestByGroup(seqs: readonly string[]): ReadonlyMap<string, string> {
  const latest = new Map<string, string>();
  for (const seq of seqs) {
    const group = groupOf(seq);
    if (group !== null && seq > (latest.get(group) ?? "")) latest.set(group, seq);
  }
  return latest;
}
