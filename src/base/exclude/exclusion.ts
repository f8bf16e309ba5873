/** Decides which paths hive does not save. Loaded only if a setting excludes something, and loads nothing itself. */

/** Stands for an excluded path in a text. */
export const EXCLUDED = "[excluded]";

export interface ExclusionOptions {
  /** Globs, as the setting `exclude` has them. */
  readonly globs: readonly string[];
  /** The project's directory, and a worktree of it. A relative glob applies to each of them. */
  readonly projects: readonly [string, ...string[]];
  /** The home directory that `~` stands for; empty if unknown. */
  readonly home: string;
  /** A path with its links followed; the path itself where none is in it. */
  readonly real: (path: string) => string;
}

/** A glob with its base directories. Without any, it applies at every depth. */
interface Rule {
  readonly bases: readonly string[] | "any";
  readonly glob: Bun.Glob;
  /** True if it excludes the base directories themselves. */
  readonly isWhole: boolean;
}

/**
 * Matches paths against globs as a `.gitignore` does. A match of a directory covers its content, and a glob without a
 * slash matches a name at any depth. A path is checked as written and with its links followed.
 */
export class Exclusion {
  readonly #rules: readonly Rule[];
  readonly #projects: readonly string[];
  readonly #home: string;
  readonly #real: (path: string) => string;
  /** Earlier answers: the paths of one call are few and repeat. */
  readonly #known = new Map<string, boolean>();

  constructor({ globs, projects, home, real }: ExclusionOptions) {
    this.#real = real;
    this.#projects = [...new Set([...projects, ...projects.map(real)])];
    this.#home = home;
    this.#rules = globs.map((glob) => this.#ruleOf(glob.normalize("NFC")));
  }

  /** Whether nothing of the project is to be saved. */
  get coversProject(): boolean {
    return this.#projects.some((project) => this.covers(project));
  }

  /** @param directory the base of a relative path. @default the project */
  covers(path: string, directory = this.#projects[0]!): boolean {
    const full = path.startsWith("/") ? path : `${directory}/${path}`;
    let isCovered = this.#known.get(full);
    if (isCovered === undefined) {
      const written = normalized(full);
      isCovered = this.#coversOne(written);
      const real = isCovered ? written : this.#real(written);
      if (real !== written) isCovered = this.#coversOne(real);
      this.#known.set(full, isCovered);
    }
    return isCovered;
  }

  /** Whether a word of a command is an excluded path, or holds one, such as `--file=secrets/key`. */
  isNamedIn(command: string, directory?: string): boolean {
    return pieces(command, 0).some(({ text }) => this.#isPath(text, directory));
  }

  /** A text for people with {@link EXCLUDED} in the place of each excluded path. A word without slash or dot is no path. */
  mask(text: string, directory?: string): string {
    if (!looksLikePath(text)) return text;
    const isLine = text.length < LONGEST_PATH && !text.includes("\n");
    if (isLine && this.#isPath(text, directory)) return EXCLUDED;
    let masked = "";
    let at = 0;
    for (const { text: word, from, to } of pieces(text, 0)) {
      if (from < at || !looksLikePath(word) || !this.#isPath(word, directory)) continue;
      masked += text.slice(at, from) + EXCLUDED;
      at = to;
    }
    return masked + text.slice(at);
  }

  #isPath(word: string, directory?: string): boolean {
    const path = this.#expanded(word);
    if (path === "" || path.length > LONGEST_PATH || path.includes("\0")) return false;
    if (this.covers(path, directory)) return true;
    return PUNCTUATION.includes(path.at(-1)!) && this.covers(path.replace(/[.,;:!?]+$/, ""), directory);
  }

  /** The path as a program receives it from a shell, without the sign in front, as in `curl -d @file`. */
  #expanded(word: string): string {
    if (word[0] === "@") return word.slice(1);
    return word[0] === "~" || word[0] === "$" ? word.replace(HOME, this.#home) : word;
  }

  #coversOne(path: string): boolean {
    const normal = path.normalize("NFC");
    return this.#rules.some(({ bases, glob, isWhole }) => {
      const at = bases === "any" ? [this.#projects.find((one) => isWithin(normal, one)) ?? ""] : bases;
      return at.some((base) => {
        if (!isWithin(normal, base)) return false;
        return isWhole || below(normal, base).some((part) => glob.match(part));
      });
    });
  }

  #ruleOf(glob: string): Rule {
    // `secrets/` and `secrets/**` are the directory with all that is in it.
    const plain = glob.replace(/^\.\//, "").replace(/(?:\/|\/\*\*)+$/, "");
    const isAll = plain === "**" || plain === "**/*";
    const rule = (bases: Rule["bases"], pattern: string): Rule => ({
      bases: isAll || (glob.startsWith("/") && plain === "") ? [""] : bases,
      glob: new Bun.Glob(pattern),
      isWhole: isAll || pattern === "" || pattern === ".",
    });
    if (plain === "~" || plain.startsWith("~/")) {
      return rule(
        [...new Set([this.#home, this.#real(this.#home)])].filter((home) => home !== ""),
        plain.slice(2),
      );
    }
    if (glob.startsWith("/")) return rule([""], plain.slice(1));
    if (plain.startsWith("**/")) return rule("any", plain);
    return glob.replace(/\/$/, "").includes("/") || plain === "."
      ? rule(this.#projects, plain)
      : rule("any", `**/${plain}`);
  }
}

const LONGEST_PATH = 4096;

const looksLikePath = (word: string): boolean => word.includes("/") || word.includes(".");

/** Spellings that a shell replaces by the home directory. */
const HOME = /^(?:~|\$HOME|\$\{HOME\})(?=\/|$)/;
const PUNCTUATION = ".,;:!?";

const isWithin = (path: string, base: string): boolean => path === base || path.startsWith(`${base}/`);

/** The steps from a directory to a path: `a`, `a/b`, `a/b/c`. */
function below(path: string, base: string): string[] {
  const names = path
    .slice(base.length + 1)
    .split("/")
    .filter((name) => name !== "");
  return names.map((_, index) => names.slice(0, index + 1).join("/"));
}

/** Without `.`, `..` and empty names. */
function normalized(path: string): string {
  const names: string[] = [];
  for (const name of path.split("/")) {
    if (name === "..") names.pop();
    else if (name !== "" && name !== ".") names.push(name);
  }
  return `/${names.join("/")}`;
}

interface Piece {
  readonly text: string;
  readonly from: number;
  readonly to: number;
}

const QUOTED = /"((?:[^"\\]|\\.)*)"|'([^']*)'|`([^`]*)`/g;
const WORD = /(?:\\.|[^\s"'`\\])+/g;
const PART = /[^=:,;|&<>(){}[\]]+/g;

/** The words of a text that may be paths, each whole before its parts: quoted text, words between spaces, parts. */
function pieces(text: string, at: number): Piece[] {
  const found: Piece[] = [];
  for (const match of text.matchAll(QUOTED)) {
    const inner = match[1] ?? match[2] ?? match[3] ?? "";
    const from = at + match.index + 1;
    found.push({ text: inner.replaceAll(/\\(.)/g, "$1"), from, to: from + inner.length });
  }
  for (const { 0: word, index } of text.matchAll(WORD)) {
    const from = at + index;
    found.push({ text: word.replaceAll(/\\(.)/g, "$1"), from, to: from + word.length });
    for (const { 0: part, index: within } of word.matchAll(PART)) {
      if (part.length < word.length) found.push({ text: part, from: from + within, to: from + within + part.length });
    }
  }
  return found.toSorted((a, b) => a.from - b.from || b.to - a.to);
}
