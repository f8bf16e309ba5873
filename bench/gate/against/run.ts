/** `hive bench --gate --against REV`: the working tree beside a revision, in one run. */
import { appendFileSync, existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { HiveError } from "../../../src/base/errors.ts";
import type { Io } from "../../command/io.ts";
import { interruptible } from "../../command/interrupt.ts";
import { Progress } from "../../command/progress.ts";
import { resultFile } from "../../figures/result-file.ts";
import { readEnvironment } from "../../machine/environment.ts";
import { gateDirectory } from "../directory.ts";
import { GATE_FILE, readGate } from "../thresholds.ts";
import { acceptedIn, type Against, withAccepted } from "./allowed.ts";
import { type AgainstReport, type Comparison, lookRates, outcomeOf } from "./judge.ts";
import { MEASURES } from "./measures/all.ts";
import { compareInRounds } from "./rounds.ts";
import { annotateAgainst, renderAgainst, summarizeAgainst, TOO_NOISY_HINT } from "./text.ts";
import { makeTrees, type Side } from "./trees.ts";

const ITSELF = "the working tree itself";

/** A change that is built into one of the trees on purpose, to see what the gate says of it. */
export interface Injection {
  readonly name: string;
  readonly side: Side;
  readonly apply: (tree: string) => void;
  /** Whether a finding shows that it was noticed: nothing more is measured then. */
  readonly isNoticed: (found: Comparison) => boolean;
}

export interface AgainstOptions {
  /** Null compares the working tree with itself. */
  readonly revision: string | null;
  readonly env: Io["env"];
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** @default those of bench/gate.json */
  readonly rules?: Against;
  /** The names of the measures that are taken. @default all */
  readonly only?: readonly string[];
  readonly injection?: Injection;
}

/**
 * Compares the working tree with a revision.
 * @throws HIVE_INVALID_OPTION, HIVE_BENCH_FAILED; the signal's reason when it is aborted
 */
export async function runAgainst(options: AgainstOptions): Promise<AgainstReport> {
  const { revision, env, signal, progress, only, injection } = options;
  const rules = options.rules ?? againstOf(GATE_FILE);
  const startedMs = performance.now();
  const secondsSoFar = (): number => (performance.now() - startedMs) / 1000;
  // Programs are run from there: a directory in memory may forbid it.
  const parent = tmpdir();
  progress(`making a tree of ${revision ?? ITSELF}`);
  using trees = await makeTrees(revision, {
    parent,
    signal,
    ...(injection === undefined ? {} : { change: injection }),
  });
  using _ = measuringIn(gateDirectory(env));
  const compared = await compareInRounds({
    base: trees.base,
    head: trees.head,
    measures: only === undefined ? MEASURES : MEASURES.filter(({ name }) => only.includes(name)),
    figures: withAccepted(rules, acceptedIn(textOf(join(trees.base.path, "bench/gate.json")))),
    rules,
    signal,
    progress,
    secondsSoFar,
    ...(injection === undefined ? {} : { isEnough: injection.isNoticed }),
  });
  return {
    version: 1,
    outcome: outcomeOf(compared.comparisons),
    ...compared,
    revision: revision ?? ITSELF,
    commit: trees.commit,
    level: 1 - 2 * lookRates(rules).pass,
    seconds: secondsSoFar(),
    injection: injection?.name ?? null,
    environment: readEnvironment(tmpdir()),
  };
}

/** Has the queues of all measures made in a directory, until the block ends. */
function measuringIn(directory: string): Disposable {
  const before = process.env["TMPDIR"];
  process.env["TMPDIR"] = directory;
  return {
    [Symbol.dispose]() {
      if (before === undefined) delete process.env["TMPDIR"];
      else process.env["TMPDIR"] = before;
    },
  };
}

function againstOf(path: string): Against {
  const { against } = readGate(path);
  if (against !== undefined) return against;
  throw new HiveError("HIVE_INVALID_OPTION", `${path} does not say what may change: it has no "against"`);
}

const textOf = (path: string): string | null => (existsSync(path) ? readFileSync(path, "utf8") : null);

/**
 * Runs the gate against a revision and says what it found: a table, and on GitHub Actions annotations and a job summary.
 * @throws HIVE_GATE_FAILED, HIVE_GATE_TOO_NOISY, HIVE_CANCELLED, and what {@link runAgainst} throws
 */
export async function againstCommand(revision: string, json: string | undefined, io: Io): Promise<void> {
  const writeJson = resultFile("--json", json);
  const progress = new Progress(process.stderr);
  await interruptible(async (signal) => {
    let report: AgainstReport;
    try {
      report = await runAgainst({ revision, env: io.env, signal, progress: (text) => progress.show(text) });
    } finally {
      progress.clear();
    }
    writeJson?.(`${JSON.stringify(report, null, 2)}\n`);
    io.out(renderAgainst(report));
    if (io.env["GITHUB_ACTIONS"] === "true") io.out(annotateAgainst(report));
    const summaryPath = io.env["GITHUB_STEP_SUMMARY"];
    if (summaryPath !== undefined && summaryPath !== "") appendFileSync(summaryPath, summarizeAgainst(report));
    throwUnlessPassed(report);
  });
}

function throwUnlessPassed({ outcome, comparisons, revision }: AgainstReport): void {
  if (outcome === "pass") return;
  const names = (verdict: string): string =>
    comparisons
      .filter((one) => one.verdict === verdict)
      .map(({ allowed }) => allowed.figure)
      .join(", ");
  if (outcome === "fail") throw new HiveError("HIVE_GATE_FAILED", `worse than ${revision}: ${names("fail")}`);
  throw new HiveError("HIVE_GATE_TOO_NOISY", `too noisy to tell: ${names("undecided")}`, { hint: TOO_NOISY_HINT });
}
