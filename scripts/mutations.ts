/**
 * Takes one safety property after another out of a copy of hive and looks whether a test notices
 * (`bun run mutations`, some minutes). Ends with 1 when nobody notices that one is gone. `--only NAME` tries one; `--write` puts the
 * table of a run in which each was noticed into ARCHITECTURE.md.
 */
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { errorMessage, HiveError } from "../src/base/errors.ts";
import { writeBetweenMarkers } from "./marked-table.ts";
import { MUTATIONS } from "./mutations/list.ts";
import { type Check, mutated, type Mutation } from "./mutations/mutation.ts";

const TOP = resolve(import.meta.dir, "..");
/** A test that hangs ends by its own limit, which is shorter. */
const LONGEST_RUN_MS = 180_000;
/** Of the order of tests, so that the table names the same ones again. */
const SEED = 1;

type Result =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly title: string }
  /** No test ran, such as after a syntax error, or none ended: this tells nothing of the property. */
  | { readonly kind: "void"; readonly output: string };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Copies what git knows or would take and is there; the packages are linked. */
function copyTree(to: string): void {
  const listed = Bun.spawnSync(["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"], { cwd: TOP });
  for (const path of listed.stdout.toString().split("\0").filter(Boolean)) {
    if (!existsSync(join(TOP, path))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(TOP, path), join(to, path), { verbatimSymlinks: true });
  }
  symlinkSync(join(TOP, "node_modules"), join(to, "node_modules"));
}

/** Runs tests up to the first failure. Their directories go with the run, and with them the workers that work there. */
function runTests(tree: string, { file, title }: Check): Result {
  const temporary = mkdtempSync(join(tree, "..", "run-"));
  try {
    const filter = title === undefined ? [] : ["--test-name-pattern", title];
    const run = Bun.spawnSync([process.execPath, "test", `./${file}`, "--bail", `--seed=${SEED}`, ...filter], {
      cwd: tree,
      env: { ...process.env, TMPDIR: temporary },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
      timeout: LONGEST_RUN_MS,
    });
    const output = `${run.stdout.toString()}${run.stderr.toString()}`;
    if (run.exitCode === 0 && /^\s*[1-9]\d* pass$/m.test(output)) return { kind: "passed" };
    const failed = /^\(fail\) (.+?)(?: \[[\d.]+m?s\])?$/m.exec(output)?.[1];
    return failed === undefined ? { kind: "void", output } : { kind: "failed", title: failed };
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** Runs the tests on the code as it is: only a test that passes there can notice anything. */
function runUnchanged(tree: string, mutations: readonly Mutation[]): boolean {
  const checks = new Map(mutations.map(({ check }) => [JSON.stringify(check), check]));
  let isPassed = true;
  for (const check of checks.values()) {
    const result = runTests(tree, check);
    if (result.kind === "passed") continue;
    isPassed = false;
    say(`without a mutation: ${check.file}: ${result.kind === "failed" ? result.title : result.output}`);
  }
  return isPassed;
}

/** Applies one mutation for the time of its tests. */
function tryMutation(tree: string, mutation: Mutation): Result {
  const path = join(tree, mutation.file);
  const original = readFileSync(path, "utf8");
  writeFileSync(path, mutated(original, mutation));
  try {
    return runTests(tree, mutation.check);
  } finally {
    writeFileSync(path, original);
  }
}

function tryAll(tree: string, mutations: readonly Mutation[]): { rows: string[]; isEachCaught: boolean } {
  let isEachCaught = true;
  const rows: string[] = [];
  for (const mutation of mutations) {
    const result = tryMutation(tree, mutation);
    isEachCaught &&= result.kind === "failed";
    const verdict = result.kind === "failed" ? result.title : result.kind === "passed" ? "NOTHING" : "NO TEST RAN";
    say(`${mutation.name}: ${verdict}${result.kind === "void" ? `\n${result.output}` : ""}`);
    rows.push(`| ${cell(mutation.name)} | ${cell(verdict)} |`);
  }
  return { rows, isEachCaught };
}

const cell = (text: string): string => text.replaceAll("|", "\\|");

function main(): number {
  const { values } = parseArgs({ options: { only: { type: "string" }, write: { type: "boolean", default: false } } });
  const { only, write } = values;
  const mutations = MUTATIONS.filter(({ name }) => only === undefined || name === only);
  if (mutations.length === 0 || (write && only !== undefined)) {
    throw new HiveError("HIVE_INVALID_OPTION", "give --write for all mutations, or --only with the name of one", {
      hint: "the names are in scripts/mutations/list.ts",
    });
  }
  const directory = mkdtempSync(join(tmpdir(), "hive-mutations-"));
  try {
    const tree = join(directory, "hive");
    copyTree(tree);
    if (!runUnchanged(tree, mutations)) return 1;
    const { rows, isEachCaught } = tryAll(tree, mutations);
    const table = `${["| taken away | noticed by |", "| --- | --- |", ...rows].join("\n")}\n`;
    say(`\n${table}`);
    if (isEachCaught && write) writeBetweenMarkers(join(TOP, "ARCHITECTURE.md"), "mutations", table);
    return isEachCaught ? 0 : 1;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

try {
  process.exitCode = main();
} catch (error) {
  process.stderr.write(`hive: ${errorMessage(error)}\n`);
  process.exitCode = error instanceof HiveError ? error.exitCode : 1;
}
