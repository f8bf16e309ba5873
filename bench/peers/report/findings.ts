import type { Figure, Series } from "../../figures/result.ts";
import { estimate, type Statistic } from "../../stats/estimate.ts";
import type { Measure, Quantity } from "../measures/measure.ts";
import type { System } from "../systems.ts";

/** The findings of the trials so far, and the reasons of gaps. */
export class Findings {
  readonly #trials = new Map<string, Array<readonly number[]>>();
  readonly #gaps = new Map<string, string>();
  readonly #notes = new Map<string, number>();

  add(quantity: string, system: System, samples: readonly number[]): void {
    const key = `${quantity} ${system.name}`;
    this.#trials.set(key, [...(this.#trials.get(key) ?? []), samples]);
  }

  /** The number of times that each note was made. */
  note(text: string): void {
    this.#notes.set(text, (this.#notes.get(text) ?? 0) + 1);
  }

  /** Leaves a system out of a measure, with what was taken of it. */
  leaveOut(measure: Measure, system: System, why: string): void {
    this.#gaps.set(`${measure.name} ${system.name}`, why);
    for (const { id } of measure.quantities) this.#trials.delete(`${id} ${system.name}`);
  }

  gap(measure: Measure, system: System): string | null {
    return this.#gaps.get(`${measure.name} ${system.name}`) ?? null;
  }

  trials(quantity: Quantity, system: System): ReadonlyArray<readonly number[]> {
    return this.#trials.get(`${quantity.id} ${system.name}`) ?? [];
  }

  get notes(): string[] {
    return [...this.#notes].map(([text, times]) => (times === 1 ? text : `${text} (${times} trials)`));
  }

  series(quantity: Quantity, system: System): Series | null {
    const trials = this.trials(quantity, system);
    if (trials.length === 0) return null;
    const { label, unit } = quantity;
    return { id: `peers.${quantity.id}.${system.name}`, label: `${system.name}, ${label}`, mode: null, unit, trials };
  }

  figures(quantity: Quantity, system: System): Figure[] {
    const trials = this.trials(quantity, system);
    if (trials.length === 0) return [];
    const samples = trials.flat();
    const { label, unit, summary } = quantity;
    const base = { mode: null, unit, n: samples.length, budget: null };
    const id = `peers.${quantity.id}.${system.name}`;
    if (summary === "sum") {
      const value = samples.reduce((sum, sample) => sum + sample, 0);
      return [{ ...base, id, label: `${system.name}, ${label}`, value, interval: null }];
    }
    const statistics: readonly Statistic[] = summary === "percentiles" ? ["p50", "p99"] : ["p50"];
    return statistics.map((statistic) => {
      const { value, low, high } = estimate(trials, statistic);
      const isOne = summary === "median";
      return {
        ...base,
        id: isOne ? id : `${id}.${statistic}`,
        label: `${system.name}, ${label}${isOne ? "" : `, ${statistic}`}`,
        value,
        // From one trial it would show the samples of that trial alone.
        interval: trials.length > 1 ? [low, high] : null,
      };
    });
  }
}
