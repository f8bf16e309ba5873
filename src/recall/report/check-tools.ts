/** What hive knows of the programs that check the work, and of those that only start them. */

export interface CheckTool {
  /** Flags with a value that leave out a part of the work. */
  readonly narrow: RegExp;
  /** Such flags without a value. */
  readonly alone: RegExp;
  /** Flags that extend it to each package. */
  readonly wide?: RegExp;
  /** Flags that name a package. */
  readonly ofPackage?: RegExp;
  /** Whether a run of all includes the directories below its own. */
  readonly goesDown?: "always" | "wide";
}

const NONE = /^$/;
/** A script hands its arguments on to a program that hive does not see. */
const SCRIPT: CheckTool = {
  narrow: /^(?:-[tkg]|--(?:grep|filter|testNamePattern|testPathPatterns?))$/,
  alone: /^--(?:only|changed|shard)\w*$/,
};
const CARGO: CheckTool = {
  narrow: /^(?:-p|--(?:package|bin|test|example|bench|exclude|skip))$/,
  alone: /^--(?:lib|bins|tests|doc|examples|benches|exact)$/,
  wide: /^--(?:workspace|all)$/,
  ofPackage: /^(?:-p|--package)$/,
  goesDown: "wide",
};
const GO: CheckTool = { narrow: /^-(?:run|skip)$/, alone: /^-short$/, goesDown: "wide" };
export const isGo = (tool: CheckTool): boolean => tool === GO;

const TOOLS: ReadonlyMap<string, CheckTool> = new Map([
  [
    "jest",
    {
      narrow: /^(?:-t|--(?:testNamePattern|testPathPatterns?|changedSince|shard|selectProjects))$/,
      alone: /^(?:-o|--(?:only\w+|lastCommit|findRelatedTests))$/,
    },
  ],
  ["vitest", { narrow: /^(?:-t|--(?:testNamePattern|shard|project|dir))$/, alone: /^--changed$/ }],
  ["mocha", { narrow: /^(?:-[gf]|--f?grep)$/, alone: NONE }],
  ["bun test", { narrow: /^(?:-t|--test-name-pattern)$/, alone: /^--(?:only|changed|shard)$/ }],
  [
    "pytest",
    {
      narrow: /^(?:-[km]|--(?:deselect|ignore|ignore-glob))$/,
      alone: /^--(?:lf|last-failed|sw|stepwise)$/,
      goesDown: "always",
    },
  ],
  ["unittest", { narrow: /^-k$/, alone: NONE }],
  ["rspec", { narrow: /^(?:-[et]|--(?:example|tag))$/, alone: /^--only-failures$/ }],
  ["phpunit", { narrow: /^--(?:filter|group|exclude-group|testsuite)$/, alone: NONE }],
  ["eslint", { narrow: NONE, alone: NONE }],
  ["ruff check", { narrow: NONE, alone: NONE }],
  ...["test", "build", "vet"].map((action): [string, CheckTool] => [`go ${action}`, GO]),
  ...["test", "check", "clippy", "build", "nextest run"].map((action): [string, CheckTool] => [
    `cargo ${action}`,
    CARGO,
  ]),
]);

/** Scripts of a package to which a caller hands on parts of the work. */
const CHECKS = /^run (?:[\w-]+[:-])?(?:tests?|lint|check|typecheck|e2e|unit)$/;

/** Undefined for a program of which only equal runs are alike. */
export const toolOf = (name: string): CheckTool | undefined =>
  TOOLS.get(name) ?? (CHECKS.test(name) ? SCRIPT : undefined);

/** Flags that only change what is printed, or when a run gives up. */
export const SILENT =
  /^(?:--|-q+|-v+|-s|-x|-i|-r[aAfExXpPsw]+|-count=1|--(?:quiet|verbose|silent|bail|ci|run|runInBand|fail-?fast|no-fail-fast|nocapture|no-header|no-?colors?|no-watch|forceExit)|--bail=\d+|--(?:colou?rs?|tb|reporters?|watch|watchAll|durations|maxfail)=\S+)$/;

/** Variables that only change what is printed. */
const HARMLESS =
  /^(?:CI|FORCE_COLOR|NO_COLOR|CLICOLOR\w*|TERM|COLUMNS|LANG|LC_\w+|RUST_BACKTRACE|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE)=/;
const VARIABLE = /^[A-Za-z_]\w*=/;

const words = (text: string): string[] => text.match(/(?:"[^"]*"|'[^']*'|[^\s"'])+/g) ?? [];

/** A command without programs that only start it, and without those variables before it. */
function started(command: string, starters: RegExp, dropped: RegExp): string {
  const all = words(command);
  const kept: string[] = [];
  let at = 0;
  for (; at < all.length; at += 1) {
    const one = all[at]!;
    if (VARIABLE.test(one)) {
      if (!dropped.test(one)) kept.push(one);
    } else if (starters.test(one)) {
      while (/^(?:-|\d+(?:\.\d+)?[smh]?$)/.test(all[at + 1] ?? "")) at += 1;
    } else if (one !== "env" || !VARIABLE.test(all[at + 1] ?? "")) break;
  }
  return [...kept, ...all.slice(at)].join(" ");
}

/** The commands of a line, however each is joined to the next. */
export const partsOf = (line: string): string[] => line.split(/&&|\|\||[;|\n]/).map((part) => part.trim());

/** The program that does the work, with its arguments: `sudo ls` and `FOO=1 ls` are `ls`. */
export const working = (command: string): string =>
  started(command, /^(?:sudo|timeout|time|nice|nohup|stdbuf)$/, VARIABLE);

/** Programs that start another one of the same project. */
const LAUNCHER =
  /^(?:npx|bunx|pnpx|bun x|(?:npm|pnpm|yarn) exec|(?:pnpm|yarn) dlx|yarn(?= (?:jest|vitest|mocha|eslint)\b)|python3? -m|uv run|poetry run|pipenv run|bundle exec) (?:-- |--yes |-y |--no-install )?|^(?:\.\/)?(?:node_modules\/\.bin|vendor\/bin|\.venv\/bin)\//;

/** The flags with which a program works in another directory. */
const ELSEWHERE = /^(npm|pnpm|yarn|bun|go|make) (?:--prefix|--cwd|--dir|-C)[ =](\S+) /;

/** Every way to run a script of a package runs the same script. */
const SCRIPT_RUN =
  /^(?:(?:npm|pnpm|yarn|bun) (?:(?:--silent|-s) )?run(?:-script)? (?:(?:--silent|-s) )?([\w:.-]+)|(?:npm|pnpm|yarn) (?:t|tst|test)|(?:pnpm|yarn) (lint|typecheck|check|build|e2e))(?= |$)/;

interface Program {
  readonly name: string;
  readonly args: readonly string[];
  /** The directory that a flag names. */
  readonly directory?: string | undefined;
}

/** The program of a command, and its arguments. Of one that hive does not know, the whole text is the name. */
export function programOf(command: string): Program {
  const plain = started(command, /^(?:timeout|time|nice|nohup|stdbuf)$/, HARMLESS);
  const directory = ELSEWHERE.exec(plain)?.[2];
  const text = plain
    .replace(ELSEWHERE, "$1 ")
    .replace(LAUNCHER, "")
    .replace(/^vitest run(?= |$)/, "vitest")
    .replace(/^unittest discover(?= |$)/, "unittest");
  const script = SCRIPT_RUN.exec(text);
  if (script !== null)
    return { name: `run ${script[1] ?? script[2] ?? "test"}`, args: words(text.slice(script[0].length)), directory };
  const all = words(text);
  for (const length of [3, 2, 1]) {
    const name = all.slice(0, length).join(" ");
    if (TOOLS.has(name)) return { name, args: all.slice(length), directory };
  }
  return { name: text, args: [], directory };
}
