/** The argument with which hive's main program applies one entry that it reads from standard input. */
export const APPLY_APART = "apply-apart";
