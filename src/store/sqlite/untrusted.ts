/** The kind of the row that marks a session with facts that another user may have written. No fact has this kind. */
export const UNTRUSTED = "untrusted";

/** Replaces the session in such a mark for all rows that raw SQL may write: some came without proof. */
export const RAW_SQL_ROWS = "";
