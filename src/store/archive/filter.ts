/** What restricts a question to the archive, and the SQL for it. */
import type { SQLQueryBindings } from "bun:sqlite";

/** The sessions to search; a missing field does not restrict them. */
export interface SessionFilter {
  /** A project's directory; another project's sessions are as if they were not there. */
  readonly inProject?: string | undefined;
  /** Whether only sessions count of which every row is proved to be this user's. */
  readonly isTrusted?: boolean | undefined;
  /** A project's name, directory, or the end of it, as a person writes it. */
  readonly project?: string | undefined;
  readonly agent?: string | undefined;
  /** A path, or its end, that the session changed a file at. */
  readonly file?: string | undefined;
}

export interface SearchFilter extends SessionFilter {
  /** In ms since 1970. */
  readonly sinceMs?: number | undefined;
  readonly isFailed?: boolean | undefined;
}

/** Matches a path, or its end after a `/`. Not by LIKE, for which a `_` in a name is a wildcard. */
const endsWith = (column: string, value: string): string =>
  `(${column} = ${value} OR substr(${column}, -length(${value}) - 1) = '/' || ${value})`;

/** The conditions of a filter, with their values in order. */
export function conditionsOf(filter: SearchFilter): { readonly sql: string; readonly values: SQLQueryBindings[] } {
  const { inProject, isTrusted, project, agent, file, sinceMs, isFailed } = filter;
  const parts: string[] = [];
  const values: SQLQueryBindings[] = [];
  const add = (sql: string, ...given: SQLQueryBindings[]): void => {
    parts.push(sql);
    values.push(...given);
  };
  // @mutant who may see one project sees no other
  if (inProject !== undefined) add("p.path = ?", inProject);
  // @mutant who may see what is proved sees nothing else
  if (isTrusted === true) add("s.is_untrusted = 0");
  if (project !== undefined) add(`(p.name = ? OR ${endsWith("p.path", "?")})`, project, project, project, project);
  if (agent !== undefined) add("s.agent = ?", agent);
  if (file !== undefined) {
    const isIt = endsWith("g.key", "?");
    add(`EXISTS (SELECT 1 FROM facts g WHERE g.session = s.id AND g.kind = 'file' AND ${isIt})`, file, file, file);
  }
  if (sinceMs !== undefined) add("f.at_ms >= ?", sinceMs);
  if (isFailed === true) add("f.is_failed = 1");
  return { sql: parts.map((part) => ` AND ${part}`).join(""), values };
}
