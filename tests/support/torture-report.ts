import { appendFileSync } from "node:fs";

/** Whether the suites run at length (`HIVE_TORTURE=long`), not as a part of `bun test`. */
export const IS_LONG = process.env["HIVE_TORTURE"] === "long";

/**
 * Says that so many cases of a suite have been tried and checked: to be called after the checks. Adds a line to
 * `HIVE_TORTURE_REPORT`, from which `bun run torture` makes its table; of a run in which a check fails there is none.
 */
export function reportCases(suite: string, cases: number): void {
  const path = process.env["HIVE_TORTURE_REPORT"];
  if (path) appendFileSync(path, `${JSON.stringify({ suite, cases })}\n`);
}
