/** The ignore file's content: it keeps everything beside it out of git. */
export const IGNORE_ALL = "*\n";
/** Files in a state directory that a repository may track: hive writes nothing private into them. */
const MAY_BE_KEPT = ["!config.json", "!/config.json", "!.gitignore", "!/.gitignore"];

/**
 * Whether a `.gitignore` hides all of its directory from git except {@link MAY_BE_KEPT}. Plain strings: the hook asks
 * at every call, since a pull brings another file.
 */
export function ignoresAll(text: string | null): boolean {
  if (text === IGNORE_ALL) return true;
  const patterns = patternsOf(text);
  // @mutant a .gitignore of the repository's that lets files of hive's through is replaced
  return patterns.includes("*") && patterns.every((pattern) => pattern[0] !== "!" || MAY_BE_KEPT.includes(pattern));
}

/** Its lines unchanged: hive does not know a line with a trailing space, which git ignores. */
export const patternsOf = (text: string | null): string[] =>
  (text ?? "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"));
