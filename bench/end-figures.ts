import { countFigure } from "./figures.ts";
import type { Figure } from "./results.ts";
import type { EndState } from "./rig.ts";

/** What was lost and what was applied twice, over all that a scenario enqueued. */
export function endFigures(
  id: string,
  results: ReadonlyArray<{ readonly entries: number; readonly end: EndState }>,
): Figure[] {
  const n = results.reduce((sum, { entries }) => sum + entries, 0);
  const count = (name: "lost" | "duplicates", label: string): Figure => {
    const value = results.reduce((sum, { end }) => sum + end[name], 0);
    return countFigure({ id: `${id}.${name}`, label, budget: { most: 0 } }, value, n);
  };
  return [count("lost", "entries lost"), count("duplicates", "entries applied twice")];
}
