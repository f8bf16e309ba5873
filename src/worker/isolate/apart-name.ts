/** The argument with which hive's main program applies the entries that it reads from standard input. */
export const APPLY_APART = "apply-apart";
