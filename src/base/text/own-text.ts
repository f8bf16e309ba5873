/** What hive gives agents, up to its last line: records, and the hand-over's words before them. */
const OWN =
  /(^|\n)"?(Go on with the work of an earlier session.*\n\s*)?hive: records of [^]*?(\nIn full: .* --json"?|$)/g;

/** A prompt without hive's own text, which is in it where it was pasted or given at a start. */
export const withoutOwnText = (prompt: string): string => prompt.replace(OWN, "").trim();
