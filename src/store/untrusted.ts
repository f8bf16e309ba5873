/** Marks, as the kind of a row, a session with facts that somebody else may have written. No fact is of this kind. */
export const UNTRUSTED = "untrusted";

/** Stands in a session's place in such a mark for every row that raw SQL may write: some came without proof. */
export const RAW_SQL_ROWS = "";
