import { HiveError } from "../../base/errors.ts";
import { ALLOWED_KEYWORDS, SIZED_FUNCTIONS } from "./allowed.ts";
import type { Tables } from "./tables.ts";
import { firstKeyword, nameOf, type Token, tokenize } from "./split.ts";

/** Bytes that `randomblob` and `zeroblob` may be asked for. */
const MAX_BLOB_BYTES = 1024;
/** A width or a precision of four digits, or taken from a value. */
const WIDE_FORMAT = /\*|\d{4}/;
const LONGEST_REASON = 200;

/** The error for a statement outside the policy; the reason goes into one line of a log. */
export function refuse(reason: string, cause?: unknown): never {
  const line = reason.replaceAll(/[\s\p{Cc}\p{Cf}]+/gu, " ").slice(0, LONGEST_REASON);
  throw new HiveError("HIVE_SQL_REFUSED", `refused: ${line}`, {
    hint: "raw SQL may only read and write rows of the store's ordinary tables",
    ...(cause === undefined ? {} : { cause }),
  });
}

/**
 * Checks a statement's text before SQLite sees it. The program decides which tables are reached. Names are checked too
 * because the optimizer leaves out tables that give no row.
 * @throws HIVE_SQL_REFUSED
 */
export function checkText(statement: string, tables: Tables): void {
  const keyword = firstKeyword(statement);
  // @mutant raw SQL: the first word
  if (!ALLOWED_KEYWORDS.has(keyword)) refuse(`a statement that begins with ${keyword || statement.slice(0, 1)}`);
  const tokens = tokenize(statement);
  tokens.forEach((token, index) => {
    if (token.kind === "parameter") refuse(`the bind parameter ${token.text}, which has no value`);
    const name = nameOf(token)?.toLowerCase();
    if (name === undefined) return;
    checkName(token, name, tables);
    if (token.kind !== "string" && SIZED_FUNCTIONS.has(name)) checkSize(name, tokens.slice(index + 1, index + 4));
  });
}

/** A string is mostly a value; as a table's name it shows in the program, except for this one. */
function checkName(token: Token, name: string, tables: Tables): void {
  if (name === "sqlite_sequence") refuse("the name sqlite_sequence");
  if (token.kind === "string") return;
  if (name.startsWith("sqlite_")) refuse(`the name ${name}`);
  if (tables.protectedNames.has(name)) refuse(`the name ${name}`);
}

function checkSize(name: string, [opening, argument, closing]: readonly Token[]): void {
  if (opening?.text === "(" && argument !== undefined) {
    if (name === "printf" || name === "format") {
      // Nothing may be appended to the literal.
      const isWhole = closing?.text === ")" || closing?.text === ",";
      if (argument.kind === "string" && isWhole && !WIDE_FORMAT.test(argument.text)) return;
    } else if (argument.kind === "number" && closing?.text === ")") {
      if (Number(argument.text) <= MAX_BLOB_BYTES) return;
    }
  }
  refuse(`${name} without a literal that bounds its result`);
}

export const switchedOff = (): HiveError =>
  new HiveError("HIVE_SQL_REFUSED", "raw SQL is switched off", { hint: 'set rawSql to "dml" in your own config.json' });
