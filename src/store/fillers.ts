import type { Database } from "bun:sqlite";
import { type RawBuilder, sql } from "kysely";

interface Column {
  readonly name: string;
  readonly type: string;
  readonly notnull: number;
  readonly dflt_value: string | null;
  readonly pk: number;
}

/**
 * The values of a row as a table can hold them, which may be an older one with columns of its own. A column that must not
 * be null gets the neutral value of its type: where hive does not know the column and it has no default, and where what
 * hive knows is null.
 */
export function fitted(
  db: Database,
  table: string,
  values: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const fitting: Record<string, unknown> = { ...values };
  for (const column of columnsOf(db, table)) {
    const { name } = column;
    if (name in values) {
      if (column.notnull === 1 && column.pk === 0) fitting[name] = sql`coalesce(${values[name]}, ${neutral(column)})`;
    } else if (column.dflt_value === null && mustBeGiven(column)) fitting[name] = neutral(column);
  }
  return fitting;
}

/** Whether the ids of a table are whole numbers, as in the shell system's `instance_sessions`. */
export function isNumbered(db: Database, table: string): boolean {
  return columnsOf(db, table).some(({ name, type }) => name === "id" && /INT/i.test(type));
}

/** Whether a table has a rule of its own for what must be unique, besides its key. */
export function hasUniqueRule(db: Database, table: string): boolean {
  const text = `SELECT 1 FROM pragma_index_list(?) WHERE "unique" = 1 AND origin <> 'pk'`;
  return db.query<unknown, [string]>(text).get(table) !== null;
}

function columnsOf(db: Database, table: string): Column[] {
  return db.query<Column, [string]>("SELECT * FROM pragma_table_info(?)").all(table);
}

function mustBeGiven({ type, notnull, pk }: Column): boolean {
  const isRowId = pk === 1 && type.toUpperCase() === "INTEGER";
  return !isRowId && (notnull === 1 || pk > 0);
}

function neutral({ type, pk }: Column): RawBuilder<unknown> {
  if (pk > 0) return sql`lower(hex(randomblob(16)))`;
  if (/INT|REAL|NUM|DEC|BOOL|FLOA|DOUB/i.test(type)) return sql`0`;
  return /TIME|DATE/i.test(type) ? sql`CURRENT_TIMESTAMP` : sql`''`;
}
