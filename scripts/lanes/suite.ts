/** Runs tests of Bun's, counts them, and runs a few of those that failed once more. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { filesToRunAgain, type Problem } from "./failures.ts";
import { type Counts, countsOf, errorsIn, type Failure, failuresOf, slowestFiles, unlistedSkips } from "./report.ts";

export interface Suite {
  /** What `bun test` takes. */
  readonly command: readonly string[];
  readonly env?: Readonly<Record<string, string>> | undefined;
}

export interface SuiteResult extends Counts {
  readonly problems: readonly Problem[];
}

interface Run extends Counts {
  readonly failures: readonly Failure[];
  /** Files that failed outside of a test. */
  readonly errors: number;
  readonly skips: readonly string[];
  /** The end of what Bun said. */
  readonly tail: string;
}

/** So many of the slowest test files are named. */
const SLOWEST = 8;
const TAIL_LINES = 40;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** Shows a stream as it comes. @returns its text */
export async function shown(stream: ReadableStream<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  for await (const chunk of stream) {
    process.stderr.write(chunk);
    text += decoder.decode(chunk, { stream: true });
  }
  return text;
}

/** @returns the last lines of an output */
export const tailOf = (output: string): string =>
  Bun.stripANSI(output).trimEnd().split("\n").slice(-TAIL_LINES).join("\n");

/** Bun forgets what the preload sets after a process's first file, and a busy machine makes a test slow, not wrong. */
const TEST_LIMIT_MS = 120_000;

/** Runs tests and counts them. In CI a test that is skipped has failed, but for those that tests/skips.json lists. */
async function runTests(top: string, { command, env }: Suite): Promise<Run> {
  const directory = mkdtempSync(join(tmpdir(), "hive-lane-"));
  try {
    const report = join(directory, "junit.xml");
    const reporter = ["--reporter=junit", `--reporter-outfile=${report}`];
    const limit = `--timeout=${TEST_LIMIT_MS}`;
    const child = Bun.spawn([process.execPath, "test", "--only-failures", limit, ...reporter, ...command], {
      cwd: top,
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
      process.env["CI"] === "true" ? unlistedSkips(xml, readFileSync(join(top, "tests/skips.json"), "utf8")) : [];
    // Bun may end with another code than 0 with no test that failed: a file that cannot be loaded, say.
    const errors = Math.max(errorsIn(output), exitCode !== 0 && failed === 0 ? 1 : 0);
    const tail = tailOf(output);
    return { passed, failed: failed + errors + skips.length, failures: failuresOf(xml), errors, skips, tail };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

const isSame = (one: Failure, other: Failure): boolean => one.file === other.file && one.title === other.title;

function problemsOf(first: Run, last: Run, flaky: readonly Failure[]): Problem[] {
  const outside = { title: "FAILED outside of a test", text: last.tail, isOutput: true };
  return [
    ...last.failures.map(({ file, title, text }) => ({ title: `FAILED: ${file}: ${title}`, text })),
    ...(last.errors > 0 ? [outside] : []),
    ...first.skips.map((skip) => ({ title: `SKIPPED in CI: ${skip}` })),
    ...flaky.map(({ file, title, text }) => ({
      title: `FLAKY, failed and then passed alone: ${file}: ${title}`,
      text,
      isHarmless: true,
    })),
  ];
}

/**
 * Runs a suite. Where few files failed, and none for good, these run once more, alone: both results are shown.
 * @param top where the tests are
 */
export async function runSuite(top: string, suite: Suite): Promise<SuiteResult> {
  const first = await runTests(top, suite);
  const again = filesToRunAgain(first.failures, first.errors);
  if (again.length === 0) {
    return { passed: first.passed, failed: first.failed, problems: problemsOf(first, first, []) };
  }
  say(`\n   once more, alone: ${again.join(", ")}`);
  const second = await runTests(top, { ...suite, command: again });
  const flaky = first.failures.filter((one) => !second.failures.some((other) => isSame(one, other)));
  const failed = second.failures.length + second.errors + first.skips.length;
  return { passed: first.passed + flaky.length, failed, problems: problemsOf(first, second, flaky) };
}
