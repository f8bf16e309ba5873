import { HiveError } from "../../base/errors.ts";

/**
 * The class of a token for SQLite. `word` is a keyword or bare identifier, `quoted` an identifier in quotes, brackets
 * or backticks. Operators of several characters come as several symbols, which splits no statement.
 */
export type TokenKind = "word" | "quoted" | "string" | "blob" | "number" | "parameter" | "symbol";

export interface Token {
  readonly kind: TokenKind;
  /** The statement, verbatim. */
  readonly text: string;
  readonly start: number;
}

// SQLite's own classes of characters. To it a vertical tab or a no-break space is no space, and identifiers include
// everything above ASCII. With other classes a statement would be cut where SQLite does not cut it.
const SPACE = /[ \t\n\f\r]+/y;
const WORD = /[A-Za-z_\x80-\uffff][\w$\x80-\uffff]*/y;
const NUMBER = /(?:0[xX][\da-fA-F_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:[eE][+-]?\d[\d_]*)?)[\w$\x80-\uffff]*/y;
const BLOB = /[xX]'[^']*'/y;
const PARAMETER = /\?\d*|[$@:#](?:[\w$\x80-\uffff]|::)+(?:\([^\s)]*\))?/y;
const SYMBOL = /[-(),;+*/%&|<>=!~.]/y;

/** Tried in this order at each place: a blob begins like a word, a number like a symbol. */
const PATTERNS: readonly (readonly [TokenKind, RegExp])[] = [
  ["blob", BLOB],
  ["word", WORD],
  ["number", NUMBER],
  ["parameter", PARAMETER],
  ["symbol", SYMBOL],
];

const CLOSING: Readonly<Record<string, string>> = { "'": "'", '"': '"', "`": "`", "[": "]" };

const BYTE_ORDER_MARK = "\ufeff";

function refused(reason: string): HiveError {
  return new HiveError("HIVE_SQL_REFUSED", `refused: ${reason}`);
}

/**
 * The tokens of a text, without spaces and comments, cut where SQLite cuts them.
 * @throws HIVE_SQL_REFUSED for an open string or comment, a NUL and other text that is not SQL
 */
export function tokenize(sql: string): Token[] {
  return [...tokensOf(sql)];
}

/**
 * Whether a text has more tokens than a number. It is read no further.
 * @throws HIVE_SQL_REFUSED as {@link tokenize} does, for the part read
 */
export function hasMoreTokens(sql: string, count: number): boolean {
  let left = count;
  for (const _ of tokensOf(sql)) {
    left -= 1;
    if (left < 0) return true;
  }
  return false;
}

function* tokensOf(sql: string): Generator<Token> {
  assertText(sql);
  for (let at = skipTrivia(sql, 0); at < sql.length;) {
    const token = tokenAt(sql, at);
    yield token;
    at = skipTrivia(sql, at + token.text.length);
  }
}

/** SQLite ends a text at a NUL, and treats half a surrogate pair unpredictably. */
function assertText(sql: string): void {
  if (sql.includes("\0")) throw refused("a NUL character");
  if (!sql.isWellFormed()) throw refused("half a surrogate pair");
}

function tokenAt(sql: string, start: number): Token {
  const first = sql[start]!;
  if (first in CLOSING) {
    return { kind: first === "'" ? "string" : "quoted", text: sql.slice(start, endOfQuoted(sql, start)), start };
  }
  // SQLite skips one at the start of a token and takes it for a letter elsewhere.
  if (first === BYTE_ORDER_MARK) throw refused("a byte order mark");
  for (const [kind, pattern] of PATTERNS) {
    const text = match(pattern, sql, start);
    if (text !== "") return { kind, text, start };
  }
  throw refused(`the character ${JSON.stringify(first)}`);
}

/** The end of a quoted text; a doubled quote means one quote, except in brackets. */
function endOfQuoted(sql: string, start: number): number {
  const opening = sql[start]!;
  const closing = CLOSING[opening]!;
  for (let at = start + 1; ; at += 2) {
    at = sql.indexOf(closing, at);
    if (at === -1) throw refused(`no ${closing} closes the ${opening} at ${start}`);
    if (opening === "[" || sql[at + 1] !== closing) return at + 1;
  }
}

/** The start of the next token. */
function skipTrivia(sql: string, start: number): number {
  for (let at = start; ;) {
    if (sql.startsWith("--", at)) {
      const end = sql.indexOf("\n", at);
      at = end === -1 ? sql.length : end;
    } else if (sql.startsWith("/*", at)) {
      const end = sql.indexOf("*/", at + 2);
      if (end === -1) throw refused(`no */ closes the comment at ${at}`);
      at = end + 2;
    } else {
      const space = match(SPACE, sql, at).length;
      if (space === 0) return at;
      at += space;
    }
  }
}

function match(sticky: RegExp, sql: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(sql)?.[0] ?? "";
}

/**
 * The statements of a text in order, each from first token to last, without semicolon and without empty ones. A CREATE
 * TRIGGER is cut within its body: who runs raw SQL refuses it by its first word.
 * @throws HIVE_SQL_REFUSED as {@link tokenize} does
 */
export function splitStatements(sql: string): string[] {
  const statements: string[] = [];
  let first: Token | undefined;
  let last: Token | undefined;
  const finish = (): void => {
    if (first !== undefined && last !== undefined)
      statements.push(sql.slice(first.start, last.start + last.text.length));
    first = undefined;
  };
  for (const token of tokenize(sql)) {
    if (token.kind === "symbol" && token.text === ";") {
      finish();
      continue;
    }
    first ??= token;
    last = token;
  }
  finish();
  return statements;
}

/** The first word of a statement, in capitals; empty if it begins otherwise. */
export function firstKeyword(statement: string): string {
  return match(WORD, statement, skipTrivia(statement, 0)).toUpperCase();
}

/** The name in a token, if it may be one: SQLite also accepts a string as a name. */
export function nameOf(token: Token): string | undefined {
  const { kind, text } = token;
  if (kind === "word") return text;
  if (kind !== "quoted" && kind !== "string") return undefined;
  const inner = text.slice(1, -1);
  const quote = text[0]!;
  return quote === "[" ? inner : inner.replaceAll(quote + quote, quote);
}
