/** Which program does the work of a command, whatever starts it. */
import { isChoice, isVariable, silentWords } from "./flags.ts";
import { NAMES } from "./names.ts";
import { toolOf } from "./tools.ts";

const wordsOf = (text: string): string[] => text.match(/(?:"(?:[^"\\]|\\.)*"|'[^']*'|\\.|[^\s"'])+/g) ?? [];

interface Started {
  readonly variables: readonly string[];
  readonly words: readonly string[];
}

/** A command without programs that only start it, and the variables before it. */
function started(words: readonly string[], starters: RegExp): Started {
  const variables: string[] = [];
  let at = 0;
  for (; at < words.length; at += 1) {
    const one = words[at]!;
    if (isVariable(one)) variables.push(one);
    else if (starters.test(one)) {
      while (/^(?:-|\d+(?:\.\d+)?[smh]?$)/.test(words[at + 1] ?? "")) at += 1;
    } else if (one !== "env" || !isVariable(words[at + 1] ?? "")) break;
  }
  return { variables, words: words.slice(at) };
}

/** The program that does the work, with its arguments: `sudo ls` and `FOO=1 ls` are `ls`. */
export const working = (command: string): string =>
  started(wordsOf(command), /^(?:sudo|timeout|time|nice|nohup|stdbuf)$/).words.join(" ");

const STARTERS = /^(?:timeout|time|nice|ionice|nohup|stdbuf|unbuffer|xvfb-run|cross-env|command|exec)$/;

/** The flags with which a program works in another directory. */
const ELSEWHERE: Readonly<Record<string, RegExp>> = {
  npm: /^(?:--prefix|-C)$/,
  pnpm: /^(?:-C|--dir|--prefix)$/,
  yarn: /^--cwd$/,
  bun: /^--cwd$/,
  turbo: /^--cwd$/,
  go: /^-C$/,
  git: /^-C$/,
  make: /^(?:-C|--directory)$/,
  ninja: /^-C$/,
  cmake: /^--build$/,
  ctest: /^--test-dir$/,
  cargo: /^(?:-C|--manifest-path)$/,
  uv: /^--(?:directory|project)$/,
  poetry: /^(?:-[CP]|--directory|--project)$/,
  just: /^(?:-[df]|--working-directory|--justfile)$/,
  task: /^(?:-d|--dir)$/,
  swift: /^--package-path$/,
  mvn: /^(?:-f|--file)$/,
  gradle: /^(?:-p|--project-dir)$/,
  composer: /^(?:-d|--working-dir)$/,
  tsc: /^(?:-p|--project)$/,
  terraform: /^-chdir$/,
};
/** A file that stands for its directory. */
const USUAL_FILE = /(?:^|\/)(?:Cargo\.toml|pom\.xml|tsconfig\.json|[Jj]ustfile)$/;

interface Moved {
  readonly words: readonly string[];
  readonly directory?: string | undefined;
}

function moved(words: readonly string[]): Moved {
  const [program = "", ...rest] = words;
  const flags = ELSEWHERE[program];
  const end = rest.indexOf("--");
  const at = rest.findIndex((word) => flags?.test(word.split("=")[0]!) === true);
  if (at === -1 || (end !== -1 && at > end)) return { words };
  const [, ...given] = rest[at]!.split("=");
  const value = given.length > 0 ? given.join("=") : rest[at + 1];
  // `make -C` alone, or a file of another name: that is no directory.
  if (value === undefined || (/\.\w+$/.test(value) && !USUAL_FILE.test(value))) return { words };
  const kept = [...rest.slice(0, at), ...rest.slice(at + (given.length > 0 ? 1 : 2))];
  const directory = value.replace(USUAL_FILE, "") || ".";
  return { words: [program === "cmake" ? "cmake-build" : program, ...kept], directory };
}

export interface Program {
  readonly name: string;
  readonly args: readonly string[];
  /** The variables before it that may change its outcome. */
  readonly choices: readonly string[];
  /** The directory that a flag names. */
  readonly directory?: string | undefined;
}

/** The program of a command, and its arguments. Of one that hive does not know, the whole text is the name. */
export function programOf(command: string): Program {
  let { variables, words } = started(wordsOf(command), STARTERS);
  let directory: string | undefined;
  for (let text = ""; text !== words.join(" ");) {
    text = words.join(" ");
    const there = moved(words);
    directory = there.directory ?? directory;
    const named = NAMES.reduce((one, [pattern, name]) => one.replace(pattern, name), there.words.join(" "));
    const inner = started(wordsOf(named), STARTERS);
    variables = [...variables, ...inner.variables];
    words = inner.words;
  }
  return { ...named(words), choices: variables.filter(isChoice), directory };
}

/** Flags before a program's action whose next word is theirs. */
const VALUED_BEFORE = /^(?:-[wF]|--(?:workspace|filter|scope|context|profile|project-name|env-file))$/;

function named(words: readonly string[]): Pick<Program, "name" | "args"> {
  const isCompose = words[0] === "docker" && words[1] === "compose";
  const program = isCompose ? "docker compose" : (words[0] ?? "");
  let rest = words.slice(isCompose ? 2 : 1);
  const before: string[] = [];
  while (rest[0]?.startsWith("-") === true && toolOf(`${program} ${rest[0]}`) === undefined) {
    const isValued = VALUED_BEFORE.test(rest[0]) || (isCompose && rest[0] === "-f");
    const taken = isValued ? 2 : silentWords(rest, 0) || 1;
    before.push(...rest.slice(0, taken));
    rest = rest.slice(taken);
  }
  const script = /^(?:npm|pnpm|yarn|bun)$/.test(program) ? scriptOf(program, rest) : undefined;
  if (script !== undefined) {
    const args = [...before, ...script.args];
    return toolOf(script.name) === undefined
      ? { name: [script.name, ...args].join(" "), args: [] }
      : { ...script, args };
  }
  for (const length of [2, 1, 0]) {
    const name = [program, ...rest.slice(0, length)].join(" ");
    if (toolOf(name) !== undefined) return { name, args: [...before, ...rest.slice(length)] };
  }
  return { name: words.join(" "), args: [] };
}

const INSTALLS = /^(?:i|in|ins|install|add|ci|clean-install)$/;

/** Every way to run a script of a package runs the same script. */
function scriptOf(program: string, [action, ...rest]: readonly string[]): Pick<Program, "name" | "args"> | undefined {
  if (action === undefined) return program === "yarn" ? { name: "yarn install", args: [] } : undefined;
  if (INSTALLS.test(action)) return { name: `${program} install`, args: rest };
  if (/^run(?:-script)?$/.test(action)) {
    const at = rest.findIndex((word) => !word.startsWith("-"));
    return at === -1
      ? undefined
      : { name: `run ${withoutFix(rest[at]!)}`, args: [...rest.slice(0, at), ...rest.slice(at + 1)] };
  }
  if (program === "bun") return undefined;
  if (/^(?:t|tst|test)$/.test(action)) return { name: "run test", args: rest };
  const isScript = program !== "npm" && toolOf(`run ${action}`) !== undefined;
  return isScript ? { name: `run ${withoutFix(action)}`, args: rest } : undefined;
}

/** By convention `lint:fix` is `lint`, which fixes what it finds. */
const withoutFix = (script: string): string => script.replace(/:(?:fix|write)$/, "");
