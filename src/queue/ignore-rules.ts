/** What keeps all that lies beside it out of git. */
export const IGNORE_ALL = "*\n";
/** What a repository may keep of hive's: nothing that hive writes there tells anything. */
const MAY_BE_KEPT = ["!config.json", "!/config.json", "!.gitignore", "!/.gitignore"];

/**
 * Whether a `.gitignore` leaves nothing of its directory for git, but what {@link MAY_BE_KEPT} names. Plain strings: the
 * hook asks at every call, since a pull brings another file.
 */
export function ignoresAll(text: string | null): boolean {
  if (text === IGNORE_ALL) return true;
  const patterns = patternsOf(text);
  return patterns.includes("*") && patterns.every((pattern) => pattern[0] !== "!" || MAY_BE_KEPT.includes(pattern));
}

/** Its lines as they are: one with a space at its end, which git passes over, is none that hive knows. */
export const patternsOf = (text: string | null): string[] =>
  (text ?? "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"));
