/** The headline figures of a run: for the page's first screen, the README, and a history of runs. */
import type { BenchResult, Figure, Mode, ScenarioResult } from "../figures/result.ts";
import { number, quantity } from "./format.ts";
import { IDS } from "./ids.ts";

export interface Headline {
  /** For people. */
  readonly name: string;
  /** A detail, in half a sentence. */
  readonly detail: string;
  readonly figure: Figure;
  readonly scenario: ScenarioResult;
}

interface Wanted {
  readonly name: string;
  readonly id: string;
  readonly mode: Mode | null;
  readonly detail: (figure: Figure, result: BenchResult) => string;
}

const HIVE: Mode = "event+doorbell";

/** The first of each group that was measured is shown. */
const GROUPS: ReadonlyArray<readonly Wanted[]> = [
  [
    {
      name: "more for a tool call, than with a hook that does nothing",
      id: IDS.agentOverTrue,
      mode: null,
      detail: () => "in a session of the real Claude Code",
    },
    {
      name: "of an empty Bun script: one whole hook call",
      id: IDS.hookOverEmpty,
      mode: null,
      detail: () => "with a checkpoint, from spawn to exit",
    },
  ],
  [{ name: "until a call is saved", id: `${IDS.latencyCommitted}.p50`, mode: HIVE, detail: tailOf }],
  [{ name: "of a core, while idle", id: IDS.idleCpu, mode: HIVE, detail: () => "one worker with nothing to do" }],
];

/** The most figures with a budget that replace missing headlines. */
const MOST = 4;

export function headlines(result: BenchResult): readonly Headline[] {
  const found = GROUPS.flatMap((group) => group.flatMap((wanted) => headlineOf(result, wanted) ?? []).slice(0, 1));
  const ends = endsOf(result);
  const told = ends === null ? found : [...found, ends];
  if (found.length > 0) return told;
  const stood = result.scenarios.flatMap((scenario) =>
    scenario.figures
      .filter(({ id, budget }) => budget !== null && !isEnd(id))
      .map((figure) => ({ name: figure.label, detail: figure.mode ?? "", figure, scenario })),
  );
  return [...stood.slice(0, MOST - 1), ...told];
}

function headlineOf(result: BenchResult, { name, id, mode, detail }: Wanted): Headline | null {
  for (const scenario of result.scenarios) {
    const figure = scenario.figures.find((one) => one.id === id && one.mode === mode);
    if (figure !== undefined) return { name, detail: detail(figure, result), figure, scenario };
  }
  return null;
}

function tailOf(_: Figure, result: BenchResult): string {
  const tail = result.scenarios
    .flatMap(({ figures }) => figures)
    .find(({ id, mode }) => id === `${IDS.latencyCommitted}.p99` && mode === HIVE);
  const what = hasLogRows(result) ? "of log rows, the cheapest entries: half of them" : "half of them";
  return tail === undefined ? what : `${what}; 99 of 100 within ${quantity(tail.value, tail.unit)}`;
}

/** Runs up to version 0.4.0 measured the latency of log rows. */
function hasLogRows({ scenarios }: BenchResult): boolean {
  return scenarios.some(
    ({ title }) => title.startsWith("latency: ") && title.includes("one log row and one ledger row"),
  );
}

const isEnd = (id: string): boolean => /\.(lost|duplicates)$/.test(id);

const total = (some: readonly Figure[], of: (figure: Figure) => number): number =>
  some.reduce((sum, figure) => sum + of(figure), 0);

/** Entries lost or applied twice, over all scenarios, as one figure; null where nothing counted them. */
function endsOf({ scenarios }: BenchResult): Headline | null {
  const counted = scenarios.filter(
    ({ scenario, figures }) => scenario !== "peers" && figures.some(({ id }) => isEnd(id)),
  );
  const [scenario] = counted;
  if (scenario === undefined) return null;
  const figures = counted.flatMap((one) => one.figures).filter(({ id }) => isEnd(id));
  const n = total(
    figures.filter(({ id }) => id.endsWith(".lost")),
    (figure) => figure.n,
  );
  const value = total(figures, (figure) => figure.value);
  return {
    name: "calls lost or saved twice",
    detail: counted.length === 1 ? `of ${number(n)}` : `of ${number(n)}, over all scenarios`,
    figure: {
      id: "*.lost + *.duplicates",
      label: "entries lost or applied twice",
      mode: null,
      value,
      unit: "",
      interval: null,
      n,
      budget: { most: 0 },
    },
    scenario,
  };
}
