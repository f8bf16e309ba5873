/**
 * Runs the suites that try to break hive (`bun run torture`; with `--long` at length, which takes hours) and prints
 * what was tried, where no test failed. With `--write` that goes into docs/torture.md.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import * as v from "valibot";
import { readEnvironment } from "../bench/machine/environment.ts";
import { HiveError } from "../src/base/errors.ts";
import { writeBetweenMarkers } from "./docs/marked-table.ts";

const TOP = resolve(import.meta.dir, "..");
const PAGE = join(TOP, "docs/torture.md");

/** The statement above the table that no column shows. */
const MEANING = "In none of them was an entry lost or applied twice: a run in which a test fails leaves no table.";

const LineSchema = v.object({ suite: v.string(), cases: v.number() });
type Line = v.InferOutput<typeof LineSchema>;

/** One row for each suite, its lines added up, in the order of their names: the tests run in a random one. */
function sums(lines: readonly Line[]): Line[] {
  const bySuite = [...Map.groupBy(lines, ({ suite }) => suite)].toSorted(([a], [b]) => a.localeCompare(b));
  return bySuite.map(([suite, group]) => ({
    suite,
    cases: group.reduce((sum, { cases }) => sum + cases, 0),
  }));
}

function table(rows: readonly Line[]): string {
  const header = ["| tried | cases |", "| --- | --- |"];
  const cells = rows.map(({ suite, cases }) => ["", suite, cases.toLocaleString("en"), ""].join(" | ").trim());
  return `${[...header, ...cells].join("\n")}\n`;
}

const flags = process.argv.slice(2);
const unknown = flags.find((flag) => !["--long", "--write"].includes(flag));
if (unknown !== undefined) {
  const error = new HiveError("HIVE_INVALID_OPTION", `bun run torture takes --long and --write, not ${unknown}`);
  process.stderr.write(`hive: ${error.message}\n`);
  process.exit(error.exitCode);
}
const isLong = flags.includes("--long");
const directory = mkdtempSync(join(tmpdir(), "hive-torture-"));
try {
  const report = join(directory, "report");
  writeFileSync(report, "");
  const tests = Bun.spawn([process.execPath, "test", "tests/torture"], {
    cwd: TOP,
    env: { ...process.env, HIVE_TORTURE_REPORT: report, ...(isLong ? { HIVE_TORTURE: "long" } : {}) },
    stdio: ["ignore", "inherit", "inherit"],
  });
  const exitCode = await tests.exited;
  process.exitCode = exitCode;
  const lines = readFileSync(report, "utf8").trim().split("\n").filter(Boolean);
  const rows = sums(lines.map((line) => v.parse(v.pipe(v.string(), v.parseJson(), LineSchema), line)));
  const { bun, commit } = readEnvironment(tmpdir());
  const form = `\`bun run torture${isLong ? " --long" : ""}\`, Bun ${bun}, hive ${commit}. ${MEANING}\n\n`;
  if (exitCode === 0) {
    process.stdout.write(`\n${form}${table(rows)}`);
    if (flags.includes("--write")) writeBetweenMarkers(PAGE, "torture", `${form}${table(rows)}`);
  } else process.stderr.write("\na test failed: there is no table of such a run\n");
} finally {
  rmSync(directory, { recursive: true, force: true });
}
