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
 * Values for the columns of an older table that must not be null, have no default, and that hive does not know: the
 * neutral one of the column's type. Empty for the tables that hive made.
 * @param known the columns that the caller fills
 */
export function fillersFor(db: Database, table: string, known: readonly string[]): Record<string, RawBuilder<unknown>> {
  const columns = db.query<Column, [string]>("SELECT * FROM pragma_table_info(?)").all(table);
  const fillers: Record<string, RawBuilder<unknown>> = {};
  for (const column of columns) {
    if (known.includes(column.name) || column.dflt_value !== null) continue;
    const type = column.type.toUpperCase();
    const isRowId = column.pk === 1 && type === "INTEGER";
    if (isRowId || (column.notnull === 0 && column.pk === 0)) continue;
    if (column.pk > 0) fillers[column.name] = sql`lower(hex(randomblob(16)))`;
    else if (/INT|REAL|NUM|DEC|BOOL|FLOA|DOUB/.test(type)) fillers[column.name] = sql`0`;
    else if (/TIME|DATE/.test(type)) fillers[column.name] = sql`CURRENT_TIMESTAMP`;
    else fillers[column.name] = sql`''`;
  }
  return fillers;
}
