/** Shows, confirms and makes a change to a user's files: the one way of setup, its removal and uninstall. */
import { cancel, confirm, isCancel } from "@clack/prompts";
import { HiveError } from "../../base/errors.ts";
import { pasteable } from "../../platform/own-command.ts";
import type { Io } from "../io.ts";
import { jsonPieces } from "./render.ts";
import { fitted, width } from "./terminal.ts";

export interface ChangeFlags {
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/**
 * True if questions are asked: not with `--yes` or `--dry-run`.
 * @param needed the flags that answer all questions
 * @throws HIVE_INVALID_OPTION without a terminal to ask at
 */
export function asksQuestions(io: Io, flags: ChangeFlags, needed: string): boolean {
  if (flags.yes === true || flags.dryRun === true) return false;
  if (io.isTTY && !io.env["CI"] && flags.json !== true) return true;
  const why = flags.json === true ? "--json asks nothing" : io.isTTY ? "CI is set" : "not a terminal";
  throw new HiveError("HIVE_INVALID_OPTION", `${why}: pass --yes`, { hint: needed });
}

/** A change that is planned and not yet made. */
export interface Change<Outcome> {
  /** The planned steps, for people; empty when there are none. */
  readonly preview: string;
  /** The last question before the change; null where nothing is asked. */
  readonly question: string | null;
  readonly make: () => Promise<Outcome>;
  readonly render: (outcome: Outcome) => string;
  /** The document that `--json` prints: see {@link jsonPieces}. @param outcome null for a dry run */
  readonly toJson: (outcome: Outcome | null) => object;
}

/** Shows a change, asks for confirmation, makes it and reports the outcome. @throws HIVE_CANCELLED */
export async function carryOut<Outcome>(io: Io, flags: ChangeFlags, change: Change<Outcome>): Promise<void> {
  const isJson = flags.json === true;
  if (!isJson) io.out(change.preview);
  if (flags.dryRun === true) {
    if (isJson) printJson(io, change.toJson(null));
    else if (change.preview === "") io.out("nothing would change\n");
    return;
  }
  if (change.question !== null && !(await answerTo(confirm({ message: change.question })))) throw cancelled();
  const outcome = await change.make();
  if (isJson) printJson(io, change.toJson(outcome));
  else io.out(fitted(pasteable(change.render(outcome), io.env), width(io)));
}

function printJson(io: Io, document: object): void {
  for (const piece of jsonPieces(document)) io.out(piece);
}

/** Waits for the answer to a question. Nothing is written while questions are asked. @throws HIVE_CANCELLED */
export async function answerTo<T>(question: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await question;
  if (isCancel(answer)) throw cancelled();
  return answer as Exclude<T, symbol>;
}

function cancelled(): HiveError {
  cancel("Nothing was changed.");
  return new HiveError("HIVE_CANCELLED", "cancelled");
}
