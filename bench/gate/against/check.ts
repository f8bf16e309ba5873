/** The contents of `bench/gate/last-check.json`: the injections that the gate caught and passed in its last run. */
import { HiveError } from "../../../src/base/errors.ts";
import type { InjectionCase } from "./injections.ts";
import type { AgainstReport, Comparison, Samples } from "./judge.ts";

interface CheckedFigure extends Pick<Comparison, "base" | "head" | "change" | "interval" | "rounds" | "verdict"> {
  readonly figure: string;
  readonly samples: Samples;
}

/** One run of the gate with something built in. */
export interface CheckedInjection {
  readonly name: string;
  readonly expected: InjectionCase["outcome"];
  readonly outcome: AgainstReport["outcome"];
  readonly isRight: boolean;
  readonly seconds: number;
  /** Those by which it was to be noticed, and others that failed. */
  readonly figures: readonly CheckedFigure[];
}

/** One run of the gate on an unchanged tree. */
export interface CheckedPass {
  readonly outcome: AgainstReport["outcome"];
  readonly seconds: number;
  readonly rounds: number;
  readonly failed: readonly string[];
  readonly undecided: readonly string[];
}

export interface GateCheck {
  readonly date: string;
  readonly commit: string;
  readonly machine: string;
  /** The load of the last minute as it began: other people's. */
  readonly load: number;
  readonly injections: readonly CheckedInjection[];
  /** With a bundler beside them where that is said. */
  readonly unchanged: readonly CheckedPass[];
  readonly hasBundler: boolean;
}

/** What cases of one check have in common. */
export type Began = Omit<GateCheck, "injections" | "unchanged">;

/**
 * A check with nothing found yet, or the one that was ended before its last case.
 * @param earlier the contents of its file; null for none
 * @throws HIVE_INVALID_OPTION where that is of another commit or machine: its cases would not belong together
 */
export function checkFrom(began: Began, earlier: GateCheck | null): GateCheck {
  if (earlier === null) return { ...began, injections: [], unchanged: [] };
  const differs = (["commit", "machine", "hasBundler"] as const).find(
    (key) => placeOf(began)[key] !== placeOf(earlier)[key],
  );
  if (differs === undefined) return earlier;
  throw new HiveError(
    "HIVE_INVALID_OPTION",
    `--continue: the file is of another ${NAMES[differs]}: ${earlier[differs]}`,
    {
      hint: "without --continue it is begun anew",
    },
  );
}

const NAMES = { commit: "commit", machine: "machine", hasBundler: "choice of --bundler" };

/** The file is a part of the tree: writing it makes the tree of its commit a changed one. */
const placeOf = ({ commit, machine, hasBundler }: Began): Pick<Began, keyof typeof NAMES> => ({
  commit: commit.replace(/-dirty$/, ""),
  machine,
  hasBundler,
});

/** Holds a run's report against what the case is to show. */
export function checkInjection({ name, outcome, figures }: InjectionCase, report: AgainstReport): CheckedInjection {
  const isMeant = ({ allowed, verdict, isBetter }: Comparison): boolean =>
    figures.includes(allowed.figure) && (outcome === "fail" ? verdict === "fail" : isBetter);
  const hasShown = figures.length === 0 || report.comparisons.some(isMeant);
  const told = report.comparisons.filter(
    ({ allowed, verdict }) => figures.includes(allowed.figure) || verdict === "fail",
  );
  return {
    name,
    expected: outcome,
    outcome: report.outcome,
    isRight: report.outcome === outcome && hasShown,
    seconds: report.seconds,
    figures: told.map(({ allowed, base, head, change, interval, rounds, verdict }) => {
      const samples = report.samples[allowed.figure] ?? { base: [], head: [] };
      return { figure: allowed.figure, base, head, change, interval, rounds, verdict, samples };
    }),
  };
}

export function checkPass({ outcome, seconds, rounds, comparisons }: AgainstReport): CheckedPass {
  const names = (verdict: Comparison["verdict"]): string[] =>
    comparisons.filter((one) => one.verdict === verdict).map(({ allowed }) => allowed.figure);
  return { outcome, seconds, rounds, failed: names("fail"), undecided: names("undecided") };
}
