import { errorMessage } from "../../../src/base/errors.ts";
import { withinSeconds } from "../within-seconds.ts";
import type { Against, Allowed } from "./allowed.ts";
import { broken, compare, type Comparison, isFinal, leftOut, type Rules, type Samples } from "./judge.ts";
import { type Found, type Measure, NotHere, type Subject } from "./measure.ts";
import type { Side, Tree } from "./trees.ts";

export interface RoundsOptions {
  readonly base: Tree;
  readonly head: Tree;
  readonly measures: readonly Measure[];
  /** Those of the rules, with the bounds of accepted changes. */
  readonly figures: readonly Allowed[];
  readonly rules: Rules & Pick<Against, "seconds" | "lookSeconds">;
  readonly signal: AbortSignal;
  readonly progress: (text: string) => void;
  /** Seconds since the run began, which includes making the trees. */
  readonly secondsSoFar: () => number;
  /** Whether a finding is all that was asked. @default only what ends every run */
  readonly isEnough?: (found: Comparison) => boolean;
}

export interface Compared {
  readonly comparisons: readonly Comparison[];
  readonly samples: Readonly<Record<string, Samples>>;
  readonly rounds: number;
}

/** The values of a measure so far. */
interface Taken {
  readonly measure: Measure;
  readonly subjects: Map<Side, Subject>;
  /** The round's values, by figure. */
  readonly samples: Map<string, { base: number[]; head: number[] }>;
  /** Why the measure has ended. One that the base cannot run is left out; a failure of the head is a failure. */
  ended: { readonly isLeftOut: boolean; readonly message: string } | null;
}

/**
 * Measures both trees in turn, in rounds, until every figure is decided or the time is over. A round takes each measure
 * that has an undecided figure; the tree that goes first changes with each look. A lost or doubled entry ends the run
 * at once.
 * @throws the signal's reason when it is aborted
 */
export async function compareInRounds(options: RoundsOptions): Promise<Compared> {
  const { measures, figures, rules, secondsSoFar, isEnough = () => false } = options;
  const all = measures.map((measure): Taken => newTaken(measure));
  let rounds = 0;
  try {
    while (rounds < rules.looks.at(-1)! && secondsSoFar() < rules.seconds) {
      const open = all.filter((taken) => judgeTaken(taken, figures, rules).some(isUndecided));
      if (open.length === 0) break;
      rounds += 1;
      for (const taken of open) {
        if (secondsSoFar() >= rules.seconds) break;
        options.progress(`round ${rounds}: ${taken.measure.name}`);
        await takeRound(taken, options, rounds);
        if (judgeTaken(taken, figures, rules).some((one) => isFinal(one) || isEnough(one)))
          return result(all, options, rounds);
      }
    }
    return result(all, options, rounds);
  } finally {
    for (const { subjects } of all) await close(subjects);
  }
}

const MEDIAN = 0.5;
const isUndecided = ({ verdict }: Comparison): boolean => verdict === "undecided";

const newTaken = (measure: Measure): Taken => ({ measure, subjects: new Map(), samples: new Map(), ended: null });

async function takeRound(taken: Taken, options: RoundsOptions, round: number): Promise<void> {
  const found: Record<Side, Found[]> = { base: [], head: [] };
  for (let turn = 0; turn < taken.measure.turns && taken.ended === null; turn += 1) {
    const sides = (round + turn) % 2 === 0 ? (["base", "head"] as const) : (["head", "base"] as const);
    for (const side of sides) {
      try {
        found[side].push(await look(taken, options, side));
      } catch (error) {
        options.signal.throwIfAborted();
        const isLeftOut = side === "base" || error instanceof NotHere;
        taken.ended = { isLeftOut, message: `${taken.measure.name}: ${errorMessage(error)}` };
        break;
      }
    }
  }
  if (taken.ended !== null) return await close(taken.subjects);
  for (const figure of taken.measure.figures) {
    const values = (side: Side): number[] => found[side].map((one) => one[figure]).filter((one) => one !== undefined);
    const [base, head] = [values("base"), values("head")];
    if (base.length === 0 || head.length === 0) continue;
    const samples = taken.samples.get(figure) ?? { base: [], head: [] };
    const share = taken.measure.shareOf?.(figure) ?? MEDIAN;
    samples.base.push(valueAt(base, share));
    samples.head.push(valueAt(head, share));
    taken.samples.set(figure, samples);
  }
}

/** One look at one tree, which is made ready before the first. */
async function look({ measure, subjects }: Taken, options: RoundsOptions, side: Side): Promise<Found> {
  return await withinSeconds(options.rules.lookSeconds, options.signal, async (signal) => {
    const subject = subjects.get(side) ?? (await measure.open(options[side], { signal }));
    subjects.set(side, subject);
    return await subject.take({ signal });
  });
}

function valueAt(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor((sorted.length - 1) * share)]!;
}

async function close(subjects: Map<Side, Subject>): Promise<void> {
  for (const subject of subjects.values()) await subject[Symbol.asyncDispose]();
  subjects.clear();
}

function judgeTaken({ measure, samples, ended }: Taken, figures: readonly Allowed[], rules: RoundsOptions["rules"]) {
  return figures
    .filter(({ figure }) => measure.figures.includes(figure))
    .map((allowed) => {
      if (ended !== null) return (ended.isLeftOut ? leftOut : broken)(allowed, ended.message);
      const found = samples.get(allowed.figure);
      const isMissing = samples.size > 0 && found === undefined;
      if (isMissing) return leftOut(allowed, `${measure.name} cannot take it here`);
      return compare(allowed, found ?? { base: [], head: [] }, rules);
    });
}

function result(all: readonly Taken[], { figures, rules }: RoundsOptions, rounds: number): Compared {
  const comparisons = all.flatMap((taken) => judgeTaken(taken, figures, rules));
  const samples = Object.fromEntries(all.flatMap((taken) => [...taken.samples]));
  return { comparisons, samples, rounds };
}
