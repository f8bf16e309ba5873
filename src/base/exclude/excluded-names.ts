import type { Exclusion } from "./exclusion.ts";
import { isObject } from "../json.ts";

/** The names of tool fields with a path, in all agents, and of those with a command or a patch. */
const PATHS = /path|file|uri|dir|cwd/i;
const WORDS = /^(?:command|cmd|script|patch|input|args|arguments)$/i;

/** True if a tool's input, of any agent, names an excluded path. Contents of files are not searched. */
export function namesExcluded(exclusion: Exclusion, input: unknown, cwd: string | undefined): boolean {
  if (typeof input === "string") return exclusion.isNamedIn(input, cwd);
  if (!isObject(input)) return false;
  for (const name in input) {
    for (const text of textsIn(input[name])) {
      if (PATHS.test(name) && exclusion.covers(text.replace(/^file:\/\//, ""), cwd)) return true;
      if (WORDS.test(name) && exclusion.isNamedIn(text, cwd)) return true;
    }
  }
  return false;
}

/** A text, or the texts of a list. */
const textsIn = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === "string" && one !== "") as string[];
