/**
 * Removes one safety property after another from a copy of hive, and checks that a test fails (`bun run mutations`,
 * some minutes). Exits with 1 if no test fails for one. `--only NAME` tries one. docs/mutations.md lists them.
 */
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { errorMessage, HiveError } from "../src/base/errors.ts";
import { copyTree } from "../bench/gate/against/copy-tree.ts";
import { MUTATIONS } from "./mutations/list.ts";
import { type Check, findMarkers, mutated, type Mutation } from "./mutations/mutation.ts";

const TOP = resolve(import.meta.dir, "..");
const FILES = findMarkers(TOP);
/** A test that hangs ends by its own limit, which is shorter. */
const LONGEST_RUN_MS = 180_000;
/** The seed of the tests' order, so that the table names the same tests each time. */
const SEED = 1;

type Result =
  | { readonly kind: "passed" }
  | { readonly kind: "failed"; readonly title: string }
  /** No test ran or ended, such as after a syntax error: this says nothing about the property. */
  | { readonly kind: "void"; readonly output: string };

const say = (text: string): void => void process.stdout.write(`${text}\n`);

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
  const path = join(tree, FILES.get(mutation.name) ?? "");
  const original = readFileSync(path, "utf8");
  writeFileSync(path, mutated(original, mutation));
  try {
    return runTests(tree, mutation.check);
  } finally {
    writeFileSync(path, original);
  }
}

function tryAll(tree: string, mutations: readonly Mutation[]): boolean {
  let isEachCaught = true;
  for (const mutation of mutations) {
    const result = tryMutation(tree, mutation);
    isEachCaught &&= result.kind === "failed";
    const verdict = result.kind === "failed" ? result.title : result.kind === "passed" ? "NOTHING" : "NO TEST RAN";
    say(`${mutation.name}: ${verdict}${result.kind === "void" ? `\n${result.output}` : ""}`);
  }
  return isEachCaught;
}

function main(): number {
  const { only } = parseArgs({ options: { only: { type: "string" } } }).values;
  const mutations = MUTATIONS.filter(({ name }) => only === undefined || name === only);
  if (mutations.length === 0) {
    throw new HiveError("HIVE_INVALID_OPTION", "no mutation has that name", {
      hint: "the names are in docs/mutations.md",
    });
  }
  const directory = mkdtempSync(join(tmpdir(), "hive-mutations-"));
  try {
    const tree = join(directory, "hive");
    copyTree(TOP, tree);
    symlinkSync(join(TOP, "node_modules"), join(tree, "node_modules"));
    if (!runUnchanged(tree, mutations)) return 1;
    return tryAll(tree, mutations) ? 0 : 1;
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
