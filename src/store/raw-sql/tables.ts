import type { Database } from "bun:sqlite";

/** hive's own tables and those of its migrations. */
const OWN_PREFIXES = ["hive_", "kysely_"];

export interface Table {
  readonly name: string;
  /** `sequence` is sqlite_sequence, which SQLite itself opens for an AUTOINCREMENT table. */
  readonly access: "ordinary" | "refused" | "sequence";
  readonly hasAutoincrement: boolean;
}

export interface Tables {
  /** Tables by their root page and by the root page of each index. */
  readonly byRootPage: ReadonlyMap<number, Table>;
  /** Names of tables, views and indexes that a statement may not even mention, in small letters. */
  readonly protectedNames: ReadonlySet<string>;
  /** Whether a view or trigger reads or writes sqlite_sequence by its name. */
  readonly isSequenceNamed: boolean;
}

interface SchemaRow {
  readonly type: string;
  readonly name: string;
  readonly tbl_name: string;
  readonly rootpage: number;
  readonly sql: string | null;
}

/** Maps a root page to its table: a statement's program identifies tables only so. */
export function readTables(db: Database): Tables {
  const rows = db.query<SchemaRow, []>("SELECT type, name, tbl_name, rootpage, sql FROM sqlite_schema").all();
  const virtual = rows.filter((row) => row.type === "table" && row.rootpage === 0).map((row) => lower(row.name));
  const tables = new Map(
    rows.filter((row) => row.type === "table").map((row) => [lower(row.name), toTable(row, virtual)]),
  );
  const byRootPage = new Map<number, Table>([
    [1, { name: "sqlite_schema", access: "refused", hasAutoincrement: false }],
  ]);
  const protectedNames = new Set<string>();
  for (const row of rows) {
    const table = tables.get(lower(row.tbl_name));
    if (row.rootpage > 0 && table !== undefined) byRootPage.set(row.rootpage, table);
    if (row.type === "table" && isOwn(lower(row.name))) protectedNames.add(lower(row.name));
  }
  const isSequenceNamed = rows.some(
    (row) => (row.type === "view" || row.type === "trigger") && /sqlite_sequence/i.test(row.sql ?? ""),
  );
  return { byRootPage, protectedNames, isSequenceNamed };
}

function toTable(row: SchemaRow, virtual: readonly string[]): Table {
  const name = lower(row.name);
  // The tables in which a virtual table keeps its data: its code trusts their content.
  const isShadow = virtual.some((it) => name === it || name.startsWith(`${it}_`));
  const isRefused = name.startsWith("sqlite_") || isOwn(name) || isShadow;
  return {
    name: row.name,
    access: name === "sqlite_sequence" ? "sequence" : isRefused ? "refused" : "ordinary",
    hasAutoincrement: /\bautoincrement\b/i.test(row.sql ?? ""),
  };
}

function isOwn(name: string): boolean {
  return OWN_PREFIXES.some((prefix) => name.startsWith(prefix));
}

/** SQLite ignores only the case of ASCII letters in names. So no other letter may become one of a prefix. */
function lower(name: string): string {
  return name.toLowerCase();
}
