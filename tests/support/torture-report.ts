import { appendFileSync } from "node:fs";

/** Whether the suites run at length (`HIVE_TORTURE=long`), not as a part of `bun test`. */
export const IS_LONG = process.env["HIVE_TORTURE"] === "long";

/** What a suite tried, and what came of it. */
export interface Tried {
  readonly cases: number;
  readonly lost: number;
  readonly doubled: number;
}

/** Adds a line to `HIVE_TORTURE_REPORT`, from which `bun run torture` makes its table. */
export function reportCases(suite: string, { cases, lost, doubled }: Tried): void {
  const path = process.env["HIVE_TORTURE_REPORT"];
  if (path) appendFileSync(path, `${JSON.stringify({ suite, cases, lost, doubled })}\n`);
}
