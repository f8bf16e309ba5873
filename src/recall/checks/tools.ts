/** What hive knows of the programs that check the work, or install what it needs. */

export interface CheckTool {
  /** Flags with a value that leave out a part of the work. */
  readonly narrow?: RegExp;
  /** Such flags without a value. */
  readonly alone?: RegExp;
  /** Flags with a value that may change the outcome. */
  readonly valued?: RegExp;
  /** Flags that change nothing, and those with a value that does not. */
  readonly silent?: RegExp;
  readonly ignored?: RegExp;
  /** Flags whose value is a part of the work, as if it were named without them. */
  readonly names?: RegExp;
  /** Flags that extend it to each package. */
  readonly wide?: RegExp;
  /** Flags that name a package. */
  readonly ofPackage?: RegExp;
  /** The only flags that count, where there are few. */
  readonly onlyFlags?: RegExp;
  /** Whether a run of all includes the directories below its own. */
  readonly goesDown?: "always" | "wide";
  /** How a part is named in another one, beside as a path: by a dot, by any part of its name, or as a target of Bazel's. */
  readonly within?: "dots" | "pattern" | "targets";
  /** Flags of a run of less that a run of this one needs not have. */
  readonly implies?: RegExp;
  /** True if it only prints with these arguments, and always succeeds. */
  readonly onlyPrints?: (args: readonly string[]) => boolean;
  /** True if a run that names nothing does a thing of its own. */
  readonly isBareSeparate?: boolean;
  /** The argument, if each names a check of its own: `make lint test` is `make lint` and `make test`. */
  readonly targets?: (word: string) => Target;
}

interface Target {
  readonly name: string;
  readonly part?: string | undefined;
}

/** A script hands its arguments on to a program that hive does not see. */
const SCRIPT: CheckTool = {
  narrow:
    /^(?:-[tkgwF]|--(?:grep|filter|workspace|scope|testNamePattern|test-name-pattern|testPathPatterns?|project|shard))$/,
  alone: /^--(?:only|changed|shard|affected)\w*$/,
  valued: /^(?:-[cm]|--(?:config|mode))$/,
  wide: /^(?:-ws|-r|--(?:workspaces|recursive))$/,
  ofPackage: /^(?:-[wF]|--(?:filter|workspace|scope))$/,
  goesDown: "wide",
};
/** Without a flag, Cargo builds neither tests nor examples nor benchmarks. */
const CARGO: CheckTool = {
  narrow: /^(?:-p|--(?:package|bin|exclude|skip))$/,
  alone: /^--(?:lib|bins)$/,
  valued: /^(?:-[DWAF]|--(?:features|target|profile|config|test|example|bench))$/,
  wide: /^--(?:workspace|all)$/,
  ofPackage: /^(?:-p|--package)$/,
  goesDown: "wide",
};
const CARGO_TEST: CheckTool = {
  ...CARGO,
  narrow: /^(?:-p|--(?:package|bin|test|example|exclude|skip))$/,
  alone: /^--(?:lib|bins|tests|doc|examples|exact)$/,
  implies: /^--(?:tests?|examples?)(?:$|=)/,
};
const GO: CheckTool = {
  narrow: /^-(?:run|skip)$/,
  alone: /^-short$/,
  valued: /^-(?:tags|o|ldflags|gcflags)$/,
  goesDown: "wide",
};
export const isGo = (tool: CheckTool): boolean => tool === GO;

const JEST: CheckTool = {
  narrow: /^(?:-t|--(?:testNamePattern|testPathPatterns?|changedSince|shard|selectProjects|project|dir))$/,
  alone: /^(?:-o|--(?:only\w*|changed|lastCommit|findRelatedTests))$/,
  valued: /^(?:-c|--(?:config|environment|env|mode))$/,
  within: "pattern",
};
const LINTER: CheckTool = { narrow: /^--(?:select|only|rule)$/, valued: /^(?:-c|--(?:config|ext|max-warnings))$/ };
/** `--check` only says what it would fix, `--diff` only shows it. */
const FORMATTER: CheckTool = {
  ...LINTER,
  alone: /^--(?:changed|staged)$/,
  onlyFlags: /^--config$/,
  onlyPrints: (args) =>
    args.some((one) => /^(?:-$|--(?:stdin|version|help))/.test(one)) ||
    (args.includes("--diff") && !args.some((one) => /^(?:-c|--check(?:-only)?)$/.test(one))),
};
const PRETTIER: CheckTool = {
  ...FORMATTER,
  onlyPrints: (args) => !args.some((one) => /^(?:-u?[clw]+|--(?:check|list-different|write))$/.test(one)),
};
const DOTNET: CheckTool = {
  ignored: /^-[vl]$/,
  narrow: /^--filter$/,
  valued: /^(?:-[cfr]|--(?:configuration|framework|runtime))$/,
};
const DOCKER: CheckTool = {
  ignored: /^(?:-t|--(?:tag|label|iidfile))$/,
  valued: /^(?:-f|--(?:file|target|build-arg|platform|secret|ssh|profile))$/,
  onlyFlags: /^(?:-f|--(?:file|target|build-arg|platform|profile|check))$/,
  isBareSeparate: true,
};
/** Most flags of an installer change nothing but how it works. */
const INSTALLER: CheckTool = {
  names: /^(?:-[re]|--(?:requirement|editable))$/,
  valued: /^(?:-[ti]|--(?:index-url|extra-index-url|target|prefix|registry|python))$/,
  onlyFlags: /^(?:-[gt]|--(?:global|target|prefix|dry-run))$/,
  isBareSeparate: true,
};

const TARGETS: CheckTool = {
  targets: (name) => ({ name }),
  silent: /^-[kBw]$/,
  alone: /^(?:-i|--ignore-errors)$/,
  valued: /^(?:-f|--(?:file|makefile|taskfile))$/,
};
const MAVEN: CheckTool = {
  ...TARGETS,
  silent: /^-(?:B|ntp|U|o|e|am|fae|ff)$/,
  narrow: /^(?:-pl|--projects|-rf)$/,
  alone: /^(?:-DskipTests|-DskipITs|-Dmaven\.test\.skip|-Dtest|-Dit\.test)$/,
  valued: /^(?:-P|--activate-profiles)$/,
};
const GRADLE: CheckTool = {
  // `:app:test` is the task of one project, which `test` includes.
  targets(word) {
    const end = word.lastIndexOf(":");
    return { name: word.slice(end + 1), part: end > 0 ? word.slice(0, end) : undefined };
  },
  narrow: /^(?:--tests|-x|--exclude-task)$/,
  valued: /^(?:-b|--build-file|-P\w+)$/,
};

/** `//a/...` has each target below `a`, and `//a:b` is one. */
const BAZEL: CheckTool = {
  narrow: /^--(?:test_filter|test_tag_filters|test_size_filters|test_lang_filters)$/,
  valued: /^(?:-c|--(?:config|compilation_mode|platforms|define))$/,
  within: "targets",
};

const all = (program: string, actions: string, tool: CheckTool): [string, CheckTool][] =>
  actions.split(" ").map((action) => [`${program} ${action}`, tool]);
const each = (programs: string, tool: CheckTool): [string, CheckTool][] =>
  programs.split(" ").map((name) => [name, tool]);

const TOOLS: ReadonlyMap<string, CheckTool> = new Map([
  ...each("jest vitest", JEST),
  ...each("mocha ava tap", { narrow: /^(?:-[gfm]|--f?grep|--match)$/, valued: /^(?:-r|--require|--config|--spec)$/ }),
  ["bun test", { narrow: /^(?:-t|--test-name-pattern)$/, alone: /^--(?:only|todo|changed|shard)$/, within: "pattern" }],
  ["bun build", { valued: /^--(?:outdir|outfile|target)$/, onlyFlags: /^--(?:target|compile)$/, isBareSeparate: true }],
  ["node --test", { narrow: /^--test-(?:name|skip)-pattern$/, alone: /^--test-(?:only|shard)$/ }],
  [
    "pytest",
    {
      narrow: /^(?:-[km]|--(?:deselect|ignore|ignore-glob))$/,
      alone: /^--(?:lf|last-failed|sw|stepwise)$/,
      valued: /^(?:-[cp]|--(?:rootdir|ds))$/,
      goesDown: "always",
    },
  ],
  [
    "unittest",
    { narrow: /^-k$/, names: /^(?:-s|--start-directory)$/, valued: /^(?:-[pt]|--pattern)$/, within: "dots" },
  ],
  ["django test", { narrow: /^(?:-k|--tag|--exclude-tag)$/, valued: /^--settings$/, within: "dots" }],
  ...each("rspec", { narrow: /^(?:-[et]|--(?:example|tag))$/, alone: /^--only-failures$/ }),
  ...each("phpunit pest", {
    narrow: /^--(?:filter|group|exclude-group|testsuite)$/,
    valued: /^(?:-c|--configuration)$/,
  }),
  ["artisan test", { narrow: /^--(?:filter|group|testsuite)$/ }],
  ["rails test", { narrow: /^(?:-n|--name)$/ }],
  // A tag may be one that a plain run leaves out.
  ["mix test", { narrow: /^--exclude$/, valued: /^--(?:only|include)$/, alone: /^--(?:failed|stale)$/ }],
  ...all("swift", "test build", { narrow: /^--(?:filter|skip|target|product)$/, valued: /^(?:-c|--configuration)$/ }),
  ...all("deno", "test check lint fmt", { narrow: /^--filter$/, onlyFlags: /^--(?:filter|config)$/ }),
  ...each(
    "eslint oxlint stylelint flake8 pylint golangci-lint rubocop shellcheck hadolint yamllint actionlint",
    LINTER,
  ),
  ["prettier", PRETTIER],
  ...each("black isort dprint", FORMATTER),
  ...all("biome", "check lint format ci", FORMATTER),
  ["ruff check", LINTER],
  // With `--diff` it fails as with `--check`.
  ["ruff format", { ...FORMATTER, onlyPrints: (args) => args.includes("-") }],
  ["cargo fmt", FORMATTER],
  ...each("mypy pyright basedpyright", {
    names: /^(?:-[pm]|--package|--module)$/,
    valued: /^--(?:config-file|python-version)$/,
  }),
  ["tsc", { valued: /^(?:-p|-b|--(?:project|build|target|module))$/ }],
  ...all("go", "test build vet", GO),
  ...all("cargo", "check clippy build", CARGO),
  ...all("cargo", "test nextest", CARGO_TEST),
  ...all("dotnet", "test build", DOTNET),
  ["docker build", DOCKER],
  ["docker compose build", { ...DOCKER, isBareSeparate: false }],
  ["ctest", { narrow: /^(?:-[RELI]|-LE|--(?:tests-regex|label-regex))$/, alone: /^--rerun-failed$/, valued: /^-C$/ }],
  ["cmake-build", { valued: /^(?:-t|--(?:target|config|preset))$/ }],
  ["tox", { narrow: /^-[em]$/ }],
  ["nox", { narrow: /^(?:-[sekt]|--(?:session|sessions|keywords|tags))$/ }],
  ...all("playwright", "test", {
    narrow: /^(?:-g|--(?:grep|grep-invert|project|shard))$/,
    alone: /^--(?:last-failed|only-changed)$/,
  }),
  ["cypress run", { narrow: /^(?:--spec|-s)$/, valued: /^(?:-b|--browser)$/ }],
  ...all("flutter", "test analyze", { narrow: /^--(?:name|tags|plain-name)$/ }),
  ...all("dart", "test analyze", { narrow: /^(?:-[nNt]|--name)$/ }),
  ...all("terraform", "validate", {}),
  ...all("bazel", "test build", BAZEL),
  ...each("make ninja task rake", TARGETS),
  ["mvn", MAVEN],
  ["gradle", GRADLE],
  ["turbo", { ...TARGETS, narrow: /^(?:-F|--filter)$/, alone: /^--affected$/ }],
  ...["npm", "pnpm", "yarn", "bun", "pip", "poetry", "apt", "brew", "bundle", "composer", "gem"].map(
    (program): [string, CheckTool] => [`${program} install`, INSTALLER],
  ),
]);

/** Scripts of a package to which a caller hands on parts of the work. */
const CHECKS =
  /^(?:run|just|deno task|composer|poe|nx) (?:[\w.-]+[:-])*(?:tests?|specs?|unit|integration|e2e|lint|check|checks|types?|typecheck|type-check|tsc|build|ci|verify|validate|format|fmt|style)(?:[:-][\w.-]+)*$/;

/** Undefined for a program of which only equal runs are alike. */
export const toolOf = (name: string): CheckTool | undefined =>
  TOOLS.get(name) ?? (CHECKS.test(name) ? SCRIPT : undefined);

/** What a program does on its way to a target. */
const LIFECYCLES: readonly (readonly string[])[] = [
  [
    "mvn deploy",
    "mvn install",
    "mvn verify",
    "mvn integration-test",
    "mvn package",
    "mvn test",
    "mvn test-compile",
    "mvn compile",
    "mvn validate",
  ],
  [
    "gradle build",
    "gradle check",
    "gradle test",
    "gradle testClasses",
    "gradle compileTestJava",
    "gradle classes",
    "gradle compileJava",
  ],
  ["gradle build", "gradle assemble", "gradle jar", "gradle classes", "gradle compileJava"],
  [
    "gradle build",
    "gradle check",
    "gradle test",
    "gradle testClasses",
    "gradle compileTestKotlin",
    "gradle compileKotlin",
  ],
  ["cargo test", "cargo build", "cargo check"],
  ["cargo clippy", "cargo check"],
  ["dotnet test", "dotnet build"],
  ["biome ci", "biome check", "biome lint"],
  ["biome ci", "biome check", "biome format"],
];

/** True if a run of the one program does all that the other one does. */
export const includes = (tool: string, other: string): boolean =>
  tool === other || LIFECYCLES.some((one) => one.includes(tool) && one.indexOf(other) > one.indexOf(tool));
