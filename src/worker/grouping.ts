import type { Claim } from "../queue/claims/claim.ts";

/**
 * The way a group is applied. `inline`: in this process. `child`: alone in a child, as raw SQL may run long.
 * `child-batch`: together in a child, since a worker died with the entries. A child may be killed, and this worker
 * finds out which entry kills.
 */
export type Where = "inline" | "child" | "child-batch";

/** A batch, or a part of it, that is applied in one place. */
export interface Group {
  readonly where: Where;
  readonly claims: readonly Claim[];
}

/** The most entries with raw SQL in one transaction: each is bounded, but may meet large rows. */
const RAW_SQL_TOGETHER = 16;

/** The limit for untrusted entries, which may have come with a clone: they may delay others less. */
const UNPROVED_TOGETHER = 4;

export const isUnprovedSql = ({ entry, isProved }: Claim): boolean => entry.sql !== undefined && !isProved;

/**
 * Cuts a batch into groups, in its order.
 * @param isBounded whether raw SQL ends soon
 */
export function groupsOf(claims: readonly Claim[], isBounded: (sql: string) => boolean): Group[] {
  let raws = 0;
  const placed = claims.map((claim) => {
    const isUnproved = isUnprovedSql(claim);
    const together = isUnproved ? UNPROVED_TOGETHER : RAW_SQL_TOGETHER;
    raws += claim.entry.sql === undefined ? 0 : 1;
    return { claim, where: whereOf(claim, isBounded), isUnproved, lot: Math.max(0, Math.ceil(raws / together) - 1) };
  });
  const runs = inRuns(
    placed,
    (a, b) => a.where === b.where && a.where !== "child" && a.isUnproved === b.isUnproved && a.lot === b.lot,
  );
  return runs.map((run) => ({ where: run[0]!.where, claims: run.map(({ claim }) => claim) }));
}

function whereOf({ entry: { sql }, maybePoison }: Claim, isBounded: (sql: string) => boolean): Where {
  if (sql !== undefined && !isBounded(sql)) return "child";
  // @mutant what a dead worker had claimed is applied by a process of its own
  return maybePoison ? "child-batch" : "inline";
}

/** Cuts a list into runs, in their order, between neighbours that do not belong together. */
function inRuns<T>(items: readonly T[], belongTogether: (a: T, b: T) => boolean): (readonly T[])[] {
  const runs: (readonly T[])[] = [];
  let start = 0;
  for (let end = 1; end <= items.length; end += 1) {
    if (end < items.length && belongTogether(items[end - 1]!, items[end]!)) continue;
    runs.push(items.slice(start, end));
    start = end;
  }
  return runs;
}
