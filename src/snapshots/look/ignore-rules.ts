import { closeSync, constants, fstatSync, lstatSync, openSync, readFileSync } from "node:fs";
import { errorCode } from "../../base/errors.ts";

/** A line of an ignore file. */
interface Rule {
  readonly isNegated: boolean;
  readonly isForDirectories: boolean;
  /** Whether it is compared with a path's last name alone. */
  readonly isName: boolean;
  /** Null for one that git has to judge. */
  readonly matcher: RegExp | null;
}

type Answer = "ignored" | "shown" | "unsure";

/**
 * Judges by git's ignore files, without a process of git: https://git-scm.com/docs/gitignore. It gives an answer where
 * the lines are of the usual kinds, and leaves all others to git.
 */
export class IgnoreRules {
  readonly #top: string;
  readonly #outer: readonly string[];
  /** By the path of the file; null for one that git has to read. */
  readonly #files = new Map<string, readonly Rule[] | null>();
  readonly #directories = new Map<string, Answer>();

  /** @param outer ignore files outside of the tree's own, the strongest first */
  constructor(top: string, outer: readonly string[]) {
    this.#top = top;
    this.#outer = outer;
  }

  /** @param path none that lies beyond a link. @returns null where git has to say */
  isIgnored(path: string): boolean | null {
    const answer = this.#judge(path, false);
    return answer === "unsure" ? null : answer === "ignored";
  }

  #judge(path: string, isDirectory: boolean): Answer {
    const parent = path.slice(0, Math.max(0, path.lastIndexOf("/")));
    const above = parent === "" ? "shown" : this.#ofDirectory(parent);
    // @mutant all in an ignored directory is ignored
    return above === "shown" ? this.#byRules(path, parent, isDirectory) : above;
  }

  #ofDirectory(path: string): Answer {
    let answer = this.#directories.get(path);
    if (answer === undefined) {
      answer = this.#judge(path, true);
      this.#directories.set(path, answer);
    }
    return answer;
  }

  #byRules(path: string, parent: string, isDirectory: boolean): Answer {
    for (let at = parent; ; at = at.slice(0, Math.max(0, at.lastIndexOf("/")))) {
      const inside = at === "" ? path : path.slice(at.length + 1);
      const answer = this.#byFile(`${this.#top}/${at === "" ? "" : `${at}/`}.gitignore`, inside, { path, isDirectory });
      if (answer !== null) return answer;
      if (at === "") break;
    }
    for (const file of this.#outer) {
      const answer = this.#byFile(file, path, { path, isDirectory });
      if (answer !== null) return answer;
    }
    return "shown";
  }

  /** @returns null where no line of a file says anything */
  #byFile(file: string, inside: string, at: { readonly path: string; readonly isDirectory: boolean }): Answer | null {
    let rules = this.#files.get(file);
    if (rules === undefined) {
      rules = rulesIn(file);
      this.#files.set(file, rules);
    }
    if (rules === null) return "unsure";
    const name = inside.slice(inside.lastIndexOf("/") + 1);
    // The last line that matches counts.
    for (const { isNegated, isForDirectories, isName, matcher } of rules) {
      if (matcher === null) return "unsure";
      if (!matcher.test(isName ? name : inside)) continue;
      if (isForDirectories && !at.isDirectory && !isDirectoryAt(`${this.#top}/${at.path}`)) continue;
      return isNegated ? "shown" : "ignored";
    }
    return null;
  }
}

/** The rules of a file, the last one first; none without a file. Null for one that git has to read. */
function rulesIn(file: string): readonly Rule[] | null {
  const bytes = bytesOf(file);
  if (bytes === null) return [];
  if (bytes === "other") return null;
  const text = bytes.toString("utf8");
  if (text.includes("\uFFFD") || text.includes("\0")) return null;
  return text
    .replace(/^\uFEFF/, "")
    .split("\n")
    .map((line) => line.replace(/\r$/, ""))
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map(ruleOf)
    .toReversed();
}

function ruleOf(line: string): Rule {
  // A space at the end may be quoted.
  const trimmed = line.includes("\\") ? line : line.replace(/ +$/, "");
  const isNegated = trimmed.startsWith("!");
  const pattern = isNegated ? trimmed.slice(1) : trimmed;
  const isForDirectories = pattern.endsWith("/");
  const rest = isForDirectories ? pattern.slice(0, -1) : pattern;
  const isName = !rest.includes("/");
  return { isNegated, isForDirectories, isName, matcher: matcherOf(rest, isName) };
}

/** Characters that git counts in bytes, or that have a meaning that is left to git. */
const FOR_GIT = /[?[\]\\]|[^\0-\x7f]/;

function matcherOf(pattern: string, isName: boolean): RegExp | null {
  if (FOR_GIT.test(pattern)) return null;
  if (isName) return regExp(pattern.replaceAll(/\*+/g, "*"), "[^]*");
  const path = pattern.startsWith("/") ? pattern.slice(1) : pattern;
  const parts = path.split("/");
  // `**` beside other characters, and slashes beside each other.
  if (parts.some((part) => part === "" || (part.includes("**") && part !== "**"))) return null;
  const source = parts.map((part, n) => {
    const isLast = n === parts.length - 1;
    if (part === "**") return isLast ? "[^]*" : "(?:[^]*/)?";
    return sourceOf(part, "[^/]*") + (isLast ? "" : "/");
  });
  return new RegExp(`^${source.join("")}$`);
}

const regExp = (pattern: string, any: string): RegExp => new RegExp(`^${sourceOf(pattern, any)}$`);

const sourceOf = (pattern: string, any: string): string =>
  pattern.replaceAll(/[$()*+.^{|}]/g, (found) => (found === "*" ? any : `\\${found}`));

/** git follows no link to an ignore file of the tree, and reads nothing but a file. */
function bytesOf(file: string): Buffer | "other" | null {
  let fd: number;
  try {
    fd = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  } catch (error) {
    if (errorCode(error) === "ENOENT") return null;
    return "other";
  }
  try {
    return fstatSync(fd).isFile() ? readFileSync(fd) : "other";
  } finally {
    closeSync(fd);
  }
}

function isDirectoryAt(full: string): boolean {
  try {
    return lstatSync(full, { throwIfNoEntry: false })?.isDirectory() === true;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    // A file has come in the place of a directory above it.
    return false;
  }
}
