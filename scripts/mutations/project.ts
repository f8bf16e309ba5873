import type { Mutation } from "./mutation.ts";

export const PROJECT: readonly Mutation[] = [
  {
    name: "the plugin's hook is compiled into no project",
    change: { condition: "data === undefined || existsSync(link)" },
    check: { file: "tests/slow/install/plugin.test.ts", title: "is compiled into no project" },
  },
  {
    name: "a bug report names no project",
    change: "skip",
    check: { file: "tests/slow/cli/bug-report.test.ts", title: "it tells versions" },
  },
  {
    name: "a bug report holds no secret",
    change: { with: "return printableLines(cleaned);" },
    check: { file: "tests/slow/cli/bug-report.test.ts", title: "it tells versions" },
  },
  {
    name: "a project's bunfig.toml and .env are not read",
    change: { with: "const OWN_CONFIGURATION_ONLY = [] as const;" },
    check: { file: "tests/platform/bun-command.test.ts", title: "from source" },
  },
  {
    name: "no code comes from a cache that a variable names",
    change: "skip",
    check: { file: "tests/platform/bun-command.test.ts", title: "is not read by a worker" },
  },
  {
    name: "a directory in a git tree is not the user's own",
    change: { swap: ["holdsGit(at)", "false"] },
    check: { file: "tests/origin/key.test.ts", title: "the repository around the project" },
  },
  {
    name: "Bun works in a directory that is no project's",
    change: "skip",
    check: { file: "tests/slow/platform/project-files.test.ts", title: "runs in the worker" },
  },
  {
    name: "the paths of a tsconfig.json do not count, wherever Bun works",
    change: "skip",
    check: { file: "tests/slow/platform/project-files.test.ts", title: "root of the file system" },
  },
  {
    name: "a program is not looked for in the project",
    change: { swap: ["!isProjects &&", ""] },
    check: { file: "tests/worker/enrich/git-attacks.test.ts", title: "a git in the project" },
  },
  {
    name: "git is shown a directory of hive's own in the place of .git",
    change: { swap: ["this.#directory", "tree.gitDirectory"] },
    check: { file: "tests/worker/enrich/git-attacks.test.ts", title: "a filter" },
  },
  {
    name: "git knows no filter of the user's while it looks at a repository",
    change: { swap: ["this.#directory", 'process.env["HOME"]!'] },
    check: { file: "tests/worker/enrich/git-attacks.test.ts", title: "the user's own filter" },
  },
  {
    name: "git gets nothing of the worker's environment",
    change: { with: "env: { ...process.env, ...env }" },
    check: { file: "tests/worker/enrich/git-attacks.test.ts", title: "of the environment" },
  },
  {
    name: "what git has started ends with it",
    change: { swap: ["-pid", "pid"] },
    check: { file: "tests/worker/enrich/git-limits.test.ts", title: "takes too long" },
  },
  {
    name: "another user's repository is not looked at",
    change: { swap: ["|| parts.every((part) => isOf(part, process.geteuid?.()))", "|| true"] },
    check: { file: "tests/worker/enrich/git.test.ts", title: "another user" },
  },
  {
    name: "the names of dirty files are redacted",
    change: { swap: [".map((file) => clip(file, MAX_FILE_CHARS))", ""] },
    check: { file: "tests/worker/enrich/git.test.ts", title: "neither on the disk" },
  },
  {
    name: "the name of a branch is redacted",
    change: { swap: ["found.branch", '"", 1) + found.branch.slice(0'] },
    check: { file: "tests/worker/enrich/git.test.ts", title: "neither on the disk" },
  },
  {
    name: "a state directory that was there already is kept out of git",
    change: { with: "if (isNew) keepOutOfGit(paths.root, isNew);" },
    check: { file: "tests/slow/git/ignore-file.test.ts", title: "a program that makes the queue" },
  },
  {
    name: "a .gitignore of the repository's that lets files of hive's through is replaced",
    change: { swap: ['pattern[0] !== "!" || MAY_BE_KEPT.includes(pattern)', "true"] },
    check: { file: "tests/slow/git/ignore-file.test.ts", title: "lets the database through" },
  },
  {
    name: "a queue that a repository carries is kept out of git by the first call",
    change: "skip",
    check: { file: "tests/slow/git/ignore-file.test.ts", title: "starts no worker" },
  },
  {
    name: "a worker has none of git's variables",
    change: "skip",
    check: { file: "tests/slow/field/git-environment.test.ts", title: "reaches a worker" },
  },
  {
    name: "a queue that a repository carries is kept out of git before a worker starts",
    change: "skip",
    check: { file: "tests/slow/git/ignore-file.test.ts", title: "before that one has begun" },
  },
  {
    name: "a git that still runs ends with the worker",
    change: "skip",
    check: { file: "tests/worker/enrich/git-limits.test.ts", title: "a worker that ends" },
  },
  {
    name: "only an exit code that is expected goes on",
    change: { condition: "exitCode < 0" },
    check: { file: "tests/worker/enrich/git-limits.test.ts", title: "that fails" },
  },
  {
    name: "the doctor starts no hook that only a project's settings name",
    change: "skip",
    check: { file: "tests/doctor/chain.test.ts", title: "only a project's settings name it" },
  },
  {
    name: "work from before the setup, or around the last call, is no reason to warn",
    change: { with: "const sinceMs = 0;" },
    check: { file: "tests/doctor/unheard-work.test.ts", title: "its work is older than the setup" },
  },
  {
    name: "an older hive's hook, which runs what a project names, is told of",
    change: "skip",
    check: { file: "tests/install/check.test.ts", title: "as hive 0.1.0 did" },
  },
];
