/** One normal form for the spellings of a command, and which run of a check includes which other one. */
import { posix } from "node:path";
import { isVariable, showsModes, silentWords } from "./flags.ts";
import { ends, endsOf, operationOf } from "./git-steps.ts";
import { commandsOf } from "./line.ts";
import { asks } from "./looks.ts";
import { programOf } from "./start.ts";
import { type CheckTool, includes, isGo, toolOf } from "./tools.ts";

/** One command of a line, without what only changes its spelling. */
export interface Run {
  /** The same for all spellings. */
  readonly name: string;
  /** The directory in which it ran. */
  readonly directory: string;
  /** The program, such as `jest`, `go test`, `run lint`; the whole text if hive does not know its arguments. */
  readonly program: string;
  readonly tool: CheckTool | undefined;
  /** The parts of the work that it names: files, packages, tests. Without any it is a run of all. */
  readonly parts: readonly string[];
  /** The flags and variables that may change an outcome. */
  readonly modes: readonly string[];
  /** The flags that leave out a part of the work. */
  readonly narrow: string;
  /** True if a flag extends it to each package. */
  readonly isWide: boolean;
  /** True if it names a package, which only a wide run surely includes. */
  readonly isOfPackage: boolean;
  /** What git has begun with it. */
  readonly operation?: string | undefined;
  /** The operations of git that it brings to an end: `git rebase --continue` that of `git rebase main`. */
  readonly ends: readonly string[];
}

/** A line of commands that all have to succeed. */
export interface Line {
  /** The same for all spellings. */
  readonly name: string;
  readonly directory: string;
  /** The line without directories and filters. */
  readonly text: string;
  /** True if its exit code says nothing of its commands. */
  readonly isCodeHidden: boolean;
  readonly runs: readonly Run[];
}

/**
 * True if a success of the one run shows that the other one would succeed, too. A narrower run never covers a wider one.
 * Each run covers itself, and what is covered by a covered one.
 * @param isConflict true if the failed one stopped at a conflict
 */
export function covers(passed: Run, failed: Run, isConflict = false): boolean {
  if (passed.name === failed.name) return true;
  if (failed.operation !== undefined && ends(passed.ends, failed.operation, isConflict))
    return passed.directory === failed.directory;
  const { tool } = failed;
  if (tool === undefined || passed.tool === undefined || !includes(passed.program, failed.program)) return false;
  const owed = failed.modes.filter((one) => passed.tool!.implies?.test(one) !== true);
  if (!showsModes(passed.modes, owed)) return false;
  // @mutant a narrow run that passed makes no wide failure good
  if (passed.narrow !== "") return false;
  if (!passed.isWide && (failed.isWide || failed.isOfPackage)) return false;
  if (passed.directory !== failed.directory) {
    const isDeep = tool.goesDown === "always" || (tool.goesDown === "wide" && passed.isWide);
    return isDeep && passed.parts.length === 0 && isBelow(failed.directory, passed.directory);
  }
  if (passed.parts.length === 0) return tool.isBareSeparate !== true || failed.parts.length === 0;
  if (failed.parts.length === 0) return false;
  return failed.parts.every((part) => passed.parts.some((whole) => isIn(part, whole, tool)));
}

/** True if a part is in another one. Of Go's, only one that ends in dots has others in it. */
function isIn(part: string, whole: string, tool: CheckTool): boolean {
  if (part === whole) return true;
  if (isGo(tool)) {
    const base = whole.endsWith("/...") ? whole.slice(0, -4) : undefined;
    return base !== undefined && (part === base || part.startsWith(`${base}/`));
  }
  if (tool.within === "targets" && whole.endsWith("/..."))
    return part.startsWith(whole.slice(0, -3)) || part.startsWith(`${whole.slice(0, -4)}:`);
  if (tool.within === "dots" && part.startsWith(`${whole}.`)) return true;
  // A word without an extension is looked for in the path of each test.
  if (tool.within === "pattern" && /^[\w/-]+$/.test(whole) && part.includes(whole)) return true;
  // `a_spec.rb:12` is the test in that line.
  return part.startsWith(`${whole}/`) || (part.startsWith(whole) && /^:[:\d]/.test(part.slice(whole.length)));
}

/** An agent's worktree for a subagent is inside the project, but is a separate tree. */
const isBelow = (directory: string, above: string): boolean =>
  directory.startsWith(`${above}/`) && !/\0|\/worktrees\//.test(directory.slice(above.length));

/** The page reads a session at each change of it, and all lines but the newest are as before. */
const READ_LINES = new Map<string, Line>();
const MOST_READ_LINES = 2000;

/**
 * The normal form of a line.
 * @param directory in which it ran, as the agent says @param base the project's directory
 */
export function lineOf(command: string, directory: string, base: string): Line {
  const key = [command, directory, base].join("\0");
  const line = READ_LINES.get(key) ?? readLine(command, directory, base);
  if (READ_LINES.size === MOST_READ_LINES) READ_LINES.clear();
  READ_LINES.set(key, line);
  return line;
}

function readLine(command: string, directory: string, base: string): Line {
  const { commands, text, directories, isRead, isCodeHidden } = commandsOf(command);
  const at = directories.reduce((one, target) => into(one, target, base), directory);
  if (!isRead) return unread(text, at, isCodeHidden);
  const runs: Run[] = [];
  let here = at;
  for (const one of commands) {
    const cd = /^cd (\S+|"[^"]*"|'[^']*')$/.exec(one);
    if (cd !== null) here = into(here, cd[1]!, base);
    else runs.push(...runsOf(one, here, base));
  }
  return runs.length === 0
    ? unread(text, at, isCodeHidden)
    : { name: runs.map(({ name }) => name).join(" && "), directory: at, text, isCodeHidden, runs };
}

const WHOLE = { parts: [], modes: [], narrow: "", isWide: false, isOfPackage: false, ends: [] } as const;

/** A line that only equals itself. */
function unread(text: string, directory: string, isCodeHidden: boolean): Line {
  const run = named({ directory, program: text, tool: undefined, ...WHOLE });
  return { name: run.name, directory, text, isCodeHidden, runs: [run] };
}

function named(run: Omit<Run, "name">): Run {
  const { directory, program, parts, modes, narrow, isWide, isOfPackage } = run;
  return { ...run, name: [directory, program, modes.join(" "), narrow, isWide, isOfPackage, ...parts].join("\0") };
}

/** The runs of a command: of a program that makes targets, one of each. */
function runsOf(command: string, at: string, base: string): Run[] {
  const { name, args, choices, directory: own } = programOf(command);
  const known = toolOf(name);
  const isCheck = !asks([name, ...args].join(" ")) && known?.onlyPrints?.(args) !== true;
  const tool = isCheck ? known : undefined;
  const found = tool === undefined ? undefined : argumentsOf(tool, args);
  const directory = [own, found?.directory].reduce(
    (one = "", target) => (target === undefined ? one : into(one, target, base)),
    at,
  )!;
  if (tool === undefined || found === undefined) {
    const program = [...choices, name, ...args].join(" ");
    return [named({ directory, program, tool, ...WHOLE, operation: operationOf(name), ends: endsOf(name) })];
  }
  const { narrow, isWide, isOfPackage, words } = found;
  const modes = [...choices, ...found.modes].toSorted();
  const run = { directory, tool, modes, narrow: narrow.toSorted().join(" "), isWide, isOfPackage, ends: [] };
  const { targets } = tool;
  if (targets !== undefined) {
    const ofTarget = (word: string): Run => {
      const { name: target, part } = targets(word);
      return named({ ...run, program: `${name} ${target}`, parts: part === undefined ? [] : [part] });
    };
    const made = words.length > 1 ? words.filter((word) => word !== "clean") : words;
    return made.length === 0 ? [named({ ...run, program: name, parts: [] })] : made.map(ofTarget);
  }
  const parts = new Set(words.map((word) => partOf(word, directory)));
  if (isGo(tool)) {
    // Without a package, Go takes that of its directory.
    if (parts.size === 0) parts.add(".");
    if (parts.delete("...")) return [named({ ...run, program: name, parts: [], isWide: true })];
  } else if (tool.isBareSeparate !== true) parts.delete(".");
  return [named({ ...run, program: name, parts: [...parts].toSorted() })];
}

interface Arguments {
  readonly words: string[];
  readonly modes: string[];
  readonly narrow: string[];
  isWide: boolean;
  isOfPackage: boolean;
  /** The directory of the package that a flag names by its path. */
  directory?: string;
}

function argumentsOf(tool: CheckTool, args: readonly string[]): Arguments {
  const found: Arguments = { words: [], modes: [], narrow: [], isWide: false, isOfPackage: false };
  for (let at = 0; at < args.length; at += 1) {
    const one = args[at]!;
    const [flag = "", ...given] = one.split("=");
    const next = (): string => (given.length > 0 ? given.join("=") : (args[(at += 1)] ?? ""));
    if (!one.startsWith("-")) (isVariable(one) ? found.modes : found.words).push(one);
    else if (tool.ofPackage?.test(flag) === true) addPackage(unquoted(next()), found);
    else if (tool.narrow?.test(flag) === true) found.narrow.push(`${flag}=${next()}`);
    else if (tool.alone?.test(flag) === true) found.narrow.push(one);
    else if (tool.wide?.test(flag) === true) found.isWide = true;
    else if (tool.silent?.test(one) === true) continue;
    else if (tool.ignored?.test(flag) === true) next();
    else if (tool.names?.test(flag) === true) found.words.push(next());
    else if (tool.valued?.test(flag) === true) {
      const value = next();
      if (tool.onlyFlags?.test(flag) !== false) found.modes.push(`${flag}=${value}`);
    } else {
      const silent = silentWords(args, at);
      if (silent > 0) at += silent - 1;
      else if (tool.onlyFlags?.test(flag) !== false) found.modes.push(one);
    }
  }
  return found;
}

/** A package by its path is the directory; `*` is each of them. */
function addPackage(value: string, found: Arguments): void {
  if (value === "*") found.isWide = true;
  else if (/^\{?\.{1,2}\/|^[^@{!.][^/]*\//.test(value) && !/[*.]{3}|\*/.test(value))
    found.directory = value.replaceAll(/^\{|\}$/g, "");
  else {
    found.isOfPackage = true;
    found.narrow.push(`package=${value}`);
  }
}

const unquoted = (word: string): string => word.replaceAll(/^["']|["']$/g, "");

/** A path as it is named from its directory. */
function partOf(word: string, directory: string): string {
  const plain = unquoted(word);
  const path = plain.startsWith(`${directory}/`) ? plain.slice(directory.length + 1) : plain;
  return path.replace(/^\.\//, "").replace(/(?<=.)\/$/, "") || ".";
}

/** The directory after `cd`. One that hive does not know is like no other. */
function into(directory: string, target: string, base: string): string {
  const path = target.replaceAll(/["']/g, "");
  const inside = posix.normalize(path).replace(/(?<=.)\/$/, "");
  if (inside === ".") return directory;
  // After the call an agent names the directory that the shell was left in.
  const end = inside.replace(/^(?:\.\.\/)+/, "");
  const isLeftThere = directory !== base && !/^(?:\.\.$|[~/-])/.test(end) && directory.endsWith(`/${end}`);
  if (isLeftThere) return directory;
  if (/^(?:\.\.|[~-])|[$*?`]/.test(inside)) return `${directory}/\0${path}`;
  return inside.startsWith("/") ? inside : `${directory}/${inside}`;
}
