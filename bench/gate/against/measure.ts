import type { Tree } from "./trees.ts";

/** The values of one look, by the id of the figure. Of each a larger one is worse. */
export type Found = Readonly<Record<string, number>>;

export interface MeasureContext {
  readonly signal: AbortSignal;
}

/** A measure that this machine cannot take, whatever the tree. */
export class NotHere extends Error {}

/** One tree as a measure looks at it. */
export interface Subject extends AsyncDisposable {
  take(context: MeasureContext): Promise<Found>;
}

/** One question, asked of both trees in turn by the same code. */
export interface Measure {
  readonly name: string;
  /** The ids of the figures that each look gives. */
  readonly figures: readonly string[];
  /** The number of looks at each tree in a round, in turn. Many short rounds decide sooner than few long ones. */
  readonly turns: number;
  /** The share of a round's looks that took less than the one which counts: few for what a neighbour disturbs. @default half */
  readonly shareOf?: (figure: string) => number;
  /** @throws when the tree cannot be measured so: of the base the figures are then left out */
  open(tree: Tree, context: MeasureContext): Promise<Subject>;
}

/** Keeps what a block made: the subject disposes of it, where nothing fails before there is one. */
export function kept(stack: DisposableStack): AsyncDisposable {
  const held = stack.move();
  return { [Symbol.asyncDispose]: () => Promise.resolve(held.dispose()) };
}
