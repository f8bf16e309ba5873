import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The result of the last run, as a committed file. */
export const RESULT_FILE = join(import.meta.dir, "result.json");

/** The steps that each agent is played through, in order. */
export const STEPS = ["set up", "saved", "killed in mid-turn", "seen in the model's request", "removed"] as const;

export interface Result {
  /** The day of the run. */
  readonly date: string;
  /** See {@link adaptersHash}: another one makes the result too old. */
  readonly adapters: string;
  readonly agents: Readonly<
    Record<string, { readonly version: string; readonly steps: Readonly<Record<(typeof STEPS)[number], string>> }>
  >;
}

export const readResult = (): Result => JSON.parse(readFileSync(RESULT_FILE, "utf8")) as Result;
