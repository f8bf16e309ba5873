/**
 * Runs the checks of one lane: `bun run check`, then `scripts/test`, with `--all` or `--nightly`. Each lane does what the one
 * before it does, and more. The last line of the output is "N passed, N failed": of the tests, and of the other checks those
 * that failed.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  type Counts,
  countsOf,
  errorsIn,
  failuresOf,
  filesToRunAgain,
  type Named,
  slowestFiles,
  unlistedSkips,
} from "./lanes/report.ts";

const TOP = resolve(import.meta.dir, "..");
/** `hive bench --gate`, where it is too noisy to tell: no failure of the tree. */
const TOO_NOISY = 5;

const LANES = ["check", "test", "all", "nightly"] as const;
type Lane = (typeof LANES)[number];

/** A revision that the gate compares with, besides its thresholds. */
const BASE = process.env["HIVE_GATE_BASE"];

interface Check {
  readonly name: string;
  readonly lane: Lane;
  readonly command: readonly string[];
  /** Tests of Bun's, which are counted, and whether they run beside each other. @default no tests */
  readonly isTests?: "parallel" | "in-turn";
  readonly env?: Readonly<Record<string, string>>;
  readonly passes?: readonly number[];
}

const bun = process.execPath;
const CHECKS: readonly Check[] = [
  { name: "format", lane: "check", command: [bun, "fmt", "--check"] },
  { name: "types", lane: "check", command: [bun, "check", "--no-script"] },
  { name: "types of the page", lane: "check", command: [bun, "check", "--no-script", "-p", "src/dashboard/page"] },
  { name: "lint", lane: "check", command: [bun, "run", "--silent", "lint"] },
  { name: "unused code", lane: "check", command: [bun, "run", "--silent", "unused"] },
  { name: "hook build", lane: "test", command: [bun, "scripts/build-hook.ts"] },
  {
    name: "fast tests",
    lane: "check",
    command: ["--parallel", "--path-ignore-patterns=tests/{slow,torture}/**"],
    isTests: "parallel",
  },
  { name: "slow tests", lane: "test", command: ["--parallel", "./tests/slow"], isTests: "parallel" },
  // They fill disks, kill processes and count system calls: one after the other.
  { name: "torture", lane: "all", command: ["./tests/torture"], isTests: "in-turn" },
  { name: "benchmarks (smoke)", lane: "all", command: [bun, "run", "--silent", "bench", "--smoke"] },
  {
    name: "benchmarks (gate)",
    lane: "all",
    command: [bun, "run", "--silent", "bench:gate"],
    passes: [0, TOO_NOISY],
  },
  ...(BASE === undefined || BASE === ""
    ? []
    : [
        {
          name: `benchmarks (gate against ${BASE})`,
          lane: "all" as const,
          command: [bun, "run", "--silent", "bench:gate", "--against", BASE],
          passes: [0, TOO_NOISY],
        },
      ]),
  {
    name: "torture, at length",
    lane: "nightly",
    command: ["./tests/torture"],
    isTests: "in-turn",
    env: { HIVE_TORTURE: "long" },
  },
  {
    name: "what the gate catches and passes",
    lane: "nightly",
    command: [bun, "scripts/gate-check.ts", "--unchanged", "20"],
    passes: [0, TOO_NOISY],
  },
  { name: "mutations", lane: "nightly", command: [bun, "run", "--silent", "mutations"] },
  { name: "benchmarks (full)", lane: "nightly", command: [bun, "run", "--silent", "bench", "--full"] },
];

/** So many of the slowest test files are named. */
const SLOWEST = 8;

/** One line each: what failed, was skipped, or passed only alone. */
const problems: string[] = [];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs a program with its output shown. */
async function run(command: readonly string[]): Promise<number> {
  return await Bun.spawn([...command], { cwd: TOP, stdio: ["ignore", 1, 2] }).exited;
}

/** Shows a stream as it comes. @returns its text */
async function shown(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    process.stderr.write(chunk);
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

interface Run extends Counts {
  readonly failures: readonly Named[];
  /** Files that failed outside of a test. */
  readonly errors: number;
  readonly skips: readonly string[];
}

/** Runs tests and counts them. In CI a test that is skipped has failed, but for those that tests/skips.json lists. */
async function runTests(command: readonly string[], env: Check["env"]): Promise<Run> {
  const directory = mkdtempSync(join(tmpdir(), "hive-lane-"));
  try {
    const report = join(directory, "junit.xml");
    const reporter = ["--reporter=junit", `--reporter-outfile=${report}`];
    const child = Bun.spawn([bun, "test", "--only-failures", ...reporter, ...command], {
      cwd: TOP,
      env: { ...process.env, ...env },
      stdio: ["ignore", 1, "pipe"],
    });
    const [output, exitCode] = await Promise.all([shown(child.stderr), child.exited]);
    const xml = await Bun.file(report)
      .text()
      .catch(() => "");
    const { passed, failed } = countsOf(xml);
    const slowest = slowestFiles(xml, SLOWEST).filter(({ seconds }) => seconds >= 1);
    for (const { file, seconds } of slowest) say(`   ${seconds.toFixed(1).padStart(6)} s  ${file}`);
    const skips =
      process.env["CI"] === "true" ? unlistedSkips(xml, readFileSync(join(TOP, "tests/skips.json"), "utf8")) : [];
    // Bun may end with another code than 0 with no test that failed: a file that cannot be loaded, say.
    const errors = Math.max(errorsIn(output), exitCode !== 0 && failed === 0 ? 1 : 0);
    return { passed, failed: failed + errors + skips.length, failures: failuresOf(xml), errors, skips };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const isSame = (one: Named, other: Named): boolean => one.file === other.file && one.title === other.title;

/** Runs a check's tests. Those that failed beside others run once more, alone, and both results are printed. */
async function runSuite({ command, env, isTests }: Check): Promise<Counts> {
  const first = await runTests(command, env);
  const again = isTests === "parallel" ? filesToRunAgain(first.failures, first.errors) : [];
  const second = again.length === 0 ? null : await runTests(again, env);
  const failures = second?.failures ?? first.failures;
  const flaky = first.failures.filter((one) => !failures.some((other) => isSame(one, other)));
  for (const skip of first.skips) problems.push(`SKIPPED in CI: ${skip}`);
  for (const { file, title } of failures) problems.push(`FAILED: ${file}: ${title}`);
  for (const { file, title } of flaky) problems.push(`FLAKY, failed beside others and passed alone: ${file}: ${title}`);
  if (second === null) return first;
  return { passed: first.passed + flaky.length, failed: second.failures.length + second.errors + first.skips.length };
}

async function runLane(lane: Lane): Promise<Counts> {
  const total = { passed: 0, failed: 0 };
  for (const check of CHECKS) {
    if (LANES.indexOf(check.lane) > LANES.indexOf(lane)) continue;
    say(`\n== ${check.name}`);
    const startedMs = performance.now();
    const isTests = check.isTests !== undefined;
    const counts = isTests ? await runSuite(check) : { passed: 0, failed: 0 };
    if (!isTests && !(check.passes ?? [0]).includes(await run(check.command))) counts.failed = 1;
    if (counts.failed > 0) problems.push(`FAILED: ${check.name}`);
    say(`   ${((performance.now() - startedMs) / 1000).toFixed(1)} s`);
    total.passed += counts.passed;
    total.failed += counts.failed;
  }
  return total;
}

const [flag = "--test", ...rest] = process.argv.slice(2);
const lane = LANES.find((name) => flag === `--${name}`);
if (lane === undefined || rest.length > 0) {
  process.stderr.write("usage: bun run check | scripts/test [--all | --nightly]\n");
  process.exit(20);
}
const { passed, failed } = await runLane(lane);
// At the end, where a log that is cut still shows them.
for (const problem of problems) say(problem);
say(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
