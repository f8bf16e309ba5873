/**
 * Runs the checks of one lane: `bun run check`, then `scripts/test`, with `--all` or `--nightly`. Each lane does what the one
 * before it does, and more. The last line of the output is "N passed, N failed": of the tests, and of the other checks those
 * that failed.
 */
import { resolve } from "node:path";
import { endOfLane, type Problem } from "./lanes/failures.ts";
import type { Counts } from "./lanes/report.ts";
import { runSuite, shown, tailOf } from "./lanes/suite.ts";

const TOP = resolve(import.meta.dir, "..");
/** `hive bench --gate`, where it is too noisy to judge: no failure of the tree. */
const TOO_NOISY = 5;

const LANES = ["check", "test", "all", "nightly"] as const;
type Lane = (typeof LANES)[number];

/** A revision that the gate compares with, besides its thresholds. */
const BASE = process.env["HIVE_GATE_BASE"];

interface Check {
  readonly name: string;
  readonly lane: Lane;
  readonly command: readonly string[];
  /** Whether the command is what `bun test` takes; its tests are counted. @default false */
  readonly isTests?: boolean;
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
    isTests: true,
  },
  { name: "slow tests", lane: "test", command: ["--parallel", "./tests/slow"], isTests: true },
  // They fill disks, kill processes and count system calls: one after the other.
  { name: "torture", lane: "all", command: ["./tests/torture"], isTests: true },
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
    isTests: true,
    env: { HIVE_TORTURE: "long" },
  },
  {
    name: "what the gate catches and passes",
    lane: "nightly",
    command: [bun, "scripts/figures/gate-check.ts", "--unchanged", "20"],
    passes: [0, TOO_NOISY],
  },
  { name: "mutations", lane: "nightly", command: [bun, "run", "--silent", "mutations"] },
  { name: "benchmarks (full)", lane: "nightly", command: [bun, "run", "--silent", "bench", "--full"] },
];

const problems: Problem[] = [];

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Runs a program with its output shown. @returns what is wrong, if anything is */
async function run({ name, command, passes = [0] }: Check): Promise<Problem | null> {
  const child = Bun.spawn([...command], { cwd: TOP, stdio: ["ignore", "pipe", "pipe"] });
  const [output, errors, exitCode] = await Promise.all([shown(child.stdout), shown(child.stderr), child.exited]);
  return passes.includes(exitCode) ? null : { title: `FAILED: ${name}`, text: tailOf(output + errors), isOutput: true };
}

async function runCheck(check: Check): Promise<Counts> {
  if (check.isTests === true) {
    const result = await runSuite(TOP, check);
    problems.push(...result.problems);
    return result;
  }
  const problem = await run(check);
  if (problem !== null) problems.push(problem);
  return { passed: 0, failed: problem === null ? 0 : 1 };
}

async function runLane(lane: Lane): Promise<Counts> {
  const total = { passed: 0, failed: 0 };
  for (const check of CHECKS) {
    if (LANES.indexOf(check.lane) > LANES.indexOf(lane)) continue;
    say(`\n== ${check.name}`);
    const startedMs = performance.now();
    const counts = await runCheck(check);
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
for (const line of endOfLane(problems)) say(line);
say(`\n${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
