/** One normal form for the spellings of a command, and which run of a check includes which other one. */
import { posix } from "node:path";
import { type CheckTool, isGo, programOf, SILENT, toolOf } from "./check-tools.ts";

/** One command of a line, without what only changes its spelling. */
export interface Run {
  /** The same for all spellings. */
  readonly name: string;
  /** The directory in which it ran. */
  readonly directory: string;
  /** The program, such as `jest`, `go test`, `run lint`; the whole text if hive does not know its arguments. */
  readonly tool: string;
  /** The parts of the work that it names: files, packages, tests. Without any it is a run of all. */
  readonly parts: readonly string[];
  /** The flags that may change an outcome. */
  readonly modes: string;
  /** The flags that leave out a part of the work. */
  readonly narrow: string;
  /** True if a flag extends it to each package. */
  readonly isWide: boolean;
  /** True if it names a package, which only a wide run surely includes. */
  readonly isOfPackage: boolean;
}

/** A line of commands that all have to succeed. */
export interface Line {
  /** The same for all spellings. */
  readonly name: string;
  readonly directory: string;
  /** The line without directories and filters. */
  readonly text: string;
  readonly runs: readonly Run[];
}

/**
 * True if a success of the one run shows that the other one would succeed, too. A narrower run never covers a wider one.
 * Each run covers itself, and what is covered by a covered one.
 */
export function covers(passed: Run, failed: Run): boolean {
  if (passed.name === failed.name) return true;
  const tool = toolOf(passed.tool);
  if (tool === undefined || passed.tool !== failed.tool || passed.modes !== failed.modes) return false;
  // @mutant a narrow run that passed makes no wide failure good
  if (passed.narrow !== "") return false;
  if (!passed.isWide && (failed.isWide || failed.isOfPackage)) return false;
  if (passed.directory !== failed.directory) {
    const isDeep = tool.goesDown === "always" || (tool.goesDown === "wide" && passed.isWide);
    return isDeep && passed.parts.length === 0 && isBelow(failed.directory, passed.directory);
  }
  if (passed.parts.length === 0) return true;
  if (failed.parts.length === 0) return false;
  return failed.parts.every((part) => passed.parts.some((whole) => isIn(part, whole, tool)));
}

/** True if a part is in another one. Of Go's, only one that ends in dots has others in it. */
function isIn(part: string, whole: string, tool: CheckTool): boolean {
  if (part === whole) return true;
  if (!isGo(tool)) return part.startsWith(`${whole}/`) || part.startsWith(`${whole}::`);
  const base = whole.endsWith("/...") ? whole.slice(0, -4) : undefined;
  return base !== undefined && (part === base || part.startsWith(`${base}/`));
}

/** An agent's worktree for a subagent is inside the project, but is a separate tree. */
const isBelow = (directory: string, above: string): boolean =>
  directory.startsWith(`${above}/`) && !/\0|\/worktrees\//.test(directory.slice(above.length));

/**
 * The normal form of a line.
 * @param directory in which it ran, as the agent says @param base the project's directory
 */
export function lineOf(command: string, directory: string, base: string): Line {
  const plain = oneLine(command);
  let at = directory;
  let end = 0;
  // The line's own directory: mostly `&&` comes after it.
  for (let cd = CD.exec(plain); cd !== null; cd = CD.exec(plain.slice(end))) {
    at = into(at, cd[1]!, base);
    end += cd[0].length;
  }
  const own = plain.slice(end);
  // Of several commands it would hide which one failed.
  const text = own.includes("&&") ? own : own.replace(/ ?(?:\|\| ?true|; ?echo .*)$/, "").trim();
  if (text === "" || /[|;<>`()]|\$\(|(?<!&)&(?!&)/.test(text)) return unread(text === "" ? plain : text, at);
  const runs: Run[] = [];
  let here = at;
  for (const one of text.split(/ ?&& ?/)) {
    const cd = /^cd (\S+)$/.exec(one);
    if (cd !== null) here = into(here, cd[1]!, base);
    else runs.push(runOf(one, here, base));
  }
  return runs.length === 0
    ? unread(text, at)
    : { name: runs.map(({ name }) => name).join(" && "), directory: at, text, runs };
}

const CD = /^cd ("[^"]+"|'[^']+'|\S+?) ?(?:&&|;) ?/;

/** A line that only equals itself. */
function unread(text: string, directory: string): Line {
  const run = named({ directory, tool: text, ...WHOLE });
  return { name: run.name, directory, text, runs: [run] };
}

const WHOLE = { parts: [], modes: "", narrow: "", isWide: false, isOfPackage: false } as const;

function named(run: Omit<Run, "name">): Run {
  const { directory, tool, parts, modes, narrow, isWide, isOfPackage } = run;
  return { ...run, name: [directory, tool, modes, narrow, isWide, isOfPackage, ...parts].join("\0") };
}

function runOf(command: string, at: string, base: string): Run {
  const { name, args, directory: own } = programOf(command);
  const directory = own === undefined ? at : into(at, own, base);
  const tool = toolOf(name);
  if (tool === undefined) return named({ directory, tool: [name, ...args].join(" "), ...WHOLE });
  const parts = new Set<string>();
  const modes: string[] = [];
  const narrow: string[] = [];
  let isWide = false;
  let isOfPackage = false;
  for (let index = 0; index < args.length; index += 1) {
    const one = args[index]!;
    const [flag = ""] = one.split("=");
    if (SILENT.test(one)) continue;
    if (tool.narrow.test(flag) || tool.alone.test(flag)) {
      isOfPackage ||= tool.ofPackage?.test(flag) === true;
      const hasValue = one === flag && tool.narrow.test(flag) && index + 1 < args.length;
      narrow.push(hasValue ? `${one}=${args[(index += 1)]}` : one);
    } else if (tool.wide?.test(flag) === true) isWide = true;
    else if (one.startsWith("-")) modes.push(one);
    else parts.add(partOf(one, directory));
  }
  if (isGo(tool)) {
    // Without a package, Go takes that of its directory.
    if (parts.size === 0) parts.add(".");
    isWide = parts.delete("...");
    if (isWide) parts.clear();
  } else parts.delete(".");
  return named({
    directory,
    tool: name,
    parts: [...parts].toSorted(),
    modes: modes.toSorted().join(" "),
    narrow: narrow.toSorted().join(" "),
    isWide,
    isOfPackage,
  });
}

/** A path as it is named from its directory. */
function partOf(word: string, directory: string): string {
  const plain = word.replaceAll(/^["']|["']$/g, "");
  const path = plain.startsWith(`${directory}/`) ? plain.slice(directory.length + 1) : plain;
  return path.replace(/^\.\//, "").replace(/(?<=.)\/$/, "") || ".";
}

/** Without comments and filters, on one line, and without parentheses around all of it. */
function oneLine(command: string): string {
  const lines = command.replaceAll("\\\n", " ").split("\n");
  const plain = lines.filter((line) => !/^\s*(?:#|$)/.test(line)).join(" ; ");
  return withoutFilters(plain.replaceAll(/\s+/g, " ").trim())
    .replace(/^\( ?([^()]*?) ?\)$/, "$1")
    .trim();
}

/** Filters of the output, and where it is written, change nothing of the command. */
const withoutFilters = (text: string): string =>
  text
    .replaceAll(/ ?2>&1/g, "")
    .replaceAll(/ ?[12&]?>{1,2} ?[\w./-]+/g, "")
    .replace(/(?: ?\| ?(?:tail|head|grep|egrep|rg|tee|cat|less)\b[^|]*)+$/, "")
    .trim();

/** The directory after `cd`. One that hive does not know is like no other. */
function into(directory: string, target: string, base: string): string {
  const path = target.replaceAll(/["']/g, "");
  const inside = posix.normalize(path).replace(/(?<=.)\/$/, "");
  if (inside === ".") return directory;
  if (/^(?:\.\.|[~-])|[$*?`]/.test(inside)) return `${directory}/\0${path}`;
  if (inside.startsWith("/")) return inside;
  // After the call an agent names the directory that the shell was left in.
  return directory !== base && directory.endsWith(`/${inside}`) ? directory : `${directory}/${inside}`;
}
