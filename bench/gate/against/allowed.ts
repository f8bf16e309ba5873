/** The allowed changes from one revision to the next: `against` in `bench/gate.json`. */
import * as v from "valibot";

const positive = v.pipe(v.number(), v.finite(), v.gtValue(0));
const most = v.pipe(v.number(), v.finite(), v.minValue(0));
const text = v.pipe(v.string(), v.nonEmpty());
const whole = v.pipe(v.number(), v.integer(), v.minValue(1));

/**
 * - `ratio`: a time. Head over base is at most `most`.
 * - `difference`: a quantity that may be 0. Head less base is at most `most`.
 * - `count`: counted work. Head has at most `most` more than base; fewer is better.
 * - `same`: counted work of which fewer is wrong as well. Head and base differ by at most `most`.
 * - `none`: what may never be, such as a lost entry. Head has none, whatever base has.
 */
const KINDS = ["ratio", "difference", "count", "same", "none"] as const;

const FIGURE = v.strictObject({
  figure: text,
  unit: text,
  kind: v.picklist(KINDS),
  most,
  /** The reason of the bound, for the person who changes it. */
  why: text,
});

const ACCEPTED = v.strictObject({ figure: text, most, why: text });

export const AGAINST = v.strictObject({
  /** The numbers of rounds after which a time is judged, in rising order. The last one is the most that is measured. */
  looks: v.pipe(v.array(whole), v.nonEmpty()),
  /** Counted work that differs is counted so often before it has failed. */
  counts: whole,
  /** The risk that a figure just beyond its bound passes, over all looks together. */
  wrongPass: v.pipe(positive, v.ltValue(0.5)),
  /** The risk that a run fails where no time is beyond its bound, over all looks at all times together. */
  wrongFailure: v.pipe(positive, v.ltValue(0.5)),
  /** Seconds after which nothing more is measured. */
  seconds: positive,
  /** The limit of one look at one tree; a tree that takes longer has failed. */
  lookSeconds: positive,
  figures: v.pipe(v.array(FIGURE), v.nonEmpty()),
  /** Changes made on purpose: each widens a bound, with a reason, where the base does not list it. */
  accepted: v.array(ACCEPTED),
});

export type Against = v.InferOutput<typeof AGAINST>;
export type Allowed = v.InferOutput<typeof FIGURE>;
export type Accepted = v.InferOutput<typeof ACCEPTED>;

/**
 * @param inBase the accepted changes that the base lists: it has them already
 * @returns the figures, with the bounds of those changes that are new
 */
export function withAccepted({ figures, accepted }: Against, inBase: readonly Accepted[]): readonly Allowed[] {
  const known = new Set(inBase.map((one) => JSON.stringify(one)));
  const added = accepted.filter((one) => !known.has(JSON.stringify(one)));
  return figures.map((figure) => {
    const change = added.find((one) => one.figure === figure.figure);
    return change === undefined ? figure : { ...figure, most: Math.max(figure.most, change.most), why: change.why };
  });
}

/** @param text of the base's gate.json; null without one @returns the changes that it lists, if it lists any */
export function acceptedIn(text: string | null): readonly Accepted[] {
  const FILE = v.pipe(v.string(), v.parseJson(), v.object({ against: v.object({ accepted: v.array(ACCEPTED) }) }));
  const parsed = v.safeParse(FILE, text ?? "");
  return parsed.success ? parsed.output.against.accepted : [];
}
