import { useEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { clock } from "../words.ts";

interface Props {
  readonly title: string;
  readonly unit: string;
  /** In s since 1970. */
  readonly times: readonly number[];
  readonly values: ReadonlyArray<number | null>;
}

const HEIGHT = 140;
/** The shortest time that is shown. */
const LEAST_SECONDS = 60;
const MINUTE_SECONDS = 60;
/** The width that a time takes below the chart. */
const TIME_WIDTH = 80;

/** Each with its hour: uPlot's own leave it to a second line. */
const timesOf = (_plot: uPlot, seconds: number[], _axis: number, _space: number, step: number): string[] =>
  seconds.map((second) => clock(second * 1000).slice(0, step < MINUTE_SECONDS ? undefined : "00:00".length));

/** A colour of the style sheet as it is now: a canvas knows neither variables nor schemes. */
function colourOf(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`;
  const { color } = getComputedStyle(element);
  element.style.color = "";
  return color;
}

const DARK = matchMedia("(prefers-color-scheme: dark)");

function useDark(): boolean {
  const [isDark, setDark] = useState(DARK.matches);
  useEffect(() => {
    const changed = (): void => setDark(DARK.matches);
    DARK.addEventListener("change", changed);
    return () => DARK.removeEventListener("change", changed);
  }, []);
  return isDark;
}

/** A chart of a value over time. Its last value is in the title, for screen readers. */
export function Chart({ title, unit, times, values }: Props) {
  const box = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot>(null);
  const isDark = useDark();
  useEffect(() => {
    const element = box.current!;
    const grid = { stroke: colourOf(element, "--line"), width: 1 };
    const axis = { stroke: colourOf(element, "--soft"), grid, ticks: grid, size: 48 };
    const made = new uPlot(
      {
        width: element.clientWidth,
        height: HEIGHT,
        legend: { show: false },
        cursor: { show: false },
        scales: {
          y: { range: (_plot, _min, max) => [0, Math.max(1, (max ?? 0) * 1.1)] },
        },
        axes: [{ ...axis, size: 32, space: TIME_WIDTH, values: timesOf }, axis],
        series: [{}, { stroke: colourOf(element, "--accent"), width: 2, points: { show: true, size: 4 } }],
      },
      [[], []],
      element,
    );
    plot.current = made;
    const observer = new ResizeObserver(() => made.setSize({ width: element.clientWidth, height: HEIGHT }));
    observer.observe(element);
    return () => {
      observer.disconnect();
      made.destroy();
    };
  }, [isDark]);
  useEffect(() => {
    // One time alone would be shown as years.
    const [first = Date.now() / 1000] = times;
    plot.current?.setData([
      [first - LEAST_SECONDS, ...times],
      [null, ...values],
    ]);
  }, [times, values, isDark]);
  const last = values.findLast((value) => value !== null) ?? null;
  return (
    <figure>
      <figcaption>
        {title} <b>{last === null ? "not known" : `${Number(last.toPrecision(3))} ${unit}`}</b>
      </figcaption>
      <div ref={box} class="chart" role="img" aria-label={`${title}, over time`} />
    </figure>
  );
}
