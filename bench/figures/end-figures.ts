import type { EndState } from "../harness/end-state.ts";
import { countFigure } from "./figures.ts";
import type { Figure } from "./result.ts";

/** The entries lost and applied twice, over all that a scenario enqueued. */
export function endFigures(id: string, ends: readonly EndState[]): Figure[] {
  const total = (name: "entries" | "lost" | "duplicates"): number => ends.reduce((sum, end) => sum + end[name], 0);
  const figure = (name: "lost" | "duplicates", label: string): Figure =>
    countFigure({ id: `${id}.${name}`, label, budget: { most: 0 } }, total(name), total("entries"));
  return [figure("lost", "entries lost"), figure("duplicates", "entries applied twice")];
}
