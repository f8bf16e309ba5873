import { describe, expect, test } from "bun:test";
import { renderHtml, verdictText } from "../../../bench/report/page/page.ts";
import { element } from "../../../bench/report/page/markup.ts";
import { STYLE } from "../../../bench/report/page/style.ts";
import { type Figure, type Mode, MODES } from "../../../bench/figures/result.ts";
import { figure, sampleResult, scenario } from "../support/sample.ts";

const TOKEN = /<(\/?)([\w-]+)((?: [\w:-]+="[^"<]*")*)(\/?)>|&(?:amp|lt|gt|quot|#39);|[^<&]/gsuy;

/** Reads a text as XML: the tags in their order. @throws where it is not well-formed */
function elementsOf(xml: string): { readonly name: string; readonly attributes: string }[] {
  const open: string[] = [];
  const found: { name: string; attributes: string }[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < xml.length) {
    const at = TOKEN.lastIndex;
    const match = TOKEN.exec(xml);
    if (match === null) throw new Error(`not well-formed at: ${xml.slice(at, at + 60)}`);
    const [, isEnd, name, attributes, isEmpty] = match;
    if (name === undefined) continue;
    if (isEnd === "/") {
      if (open.pop() !== name) throw new Error(`</${name}> ends another element`);
      continue;
    }
    found.push({ name, attributes: attributes ?? "" });
    if (isEmpty !== "/") open.push(name);
  }
  if (open.length > 0) throw new Error(`never ended: ${open.join(", ")}`);
  return found;
}

const body = (page: string): string => page.slice(page.indexOf("<html"));
const textOf = (page: string): string =>
  body(page)
    .replaceAll(/<style>.*?<\/style>/gs, "")
    .replaceAll(/<[^>]*>/g, " ");

function count(id: string, mode: Mode, value: number, budget: Figure["budget"] = null): Figure {
  return figure({ id, label: id, mode, value, unit: "events", budget });
}

function peer(id: string, label: string, unit: string): Figure {
  return figure({ id: `peers.${id}`, label, value: 3, unit });
}

/** The page of one idle figure. */
function idle(interval: Figure["interval"]): string {
  const figures = [figure({ id: "idle.cpu", mode: "event", value: 2, unit: "%", interval })];
  return renderHtml(sampleResult({ scenarios: [scenario({ scenario: "idle-cpu", figures })] }));
}

const judged = (...values: number[]) =>
  scenario({
    scenario: "s",
    figures: values.map((value, index) => figure({ id: `f${index}`, value, unit: "ms", budget: { most: 10 } })),
  });

/** A run of one figure that has a budget. */
const runAt = (commit: string, value: number) =>
  sampleResult({ environment: { ...sampleResult().environment, commit }, scenarios: [judged(value)] });

describe("the page", () => {
  test("is well-formed XML", () => {
    const names = elementsOf(body(renderHtml(sampleResult())).trimEnd()).map(({ name }) => name);
    expect(names.filter((name) => name === "figure")).toHaveLength(6);
    expect(names).toContain("style");
  });

  test("is XML, too, of a run that measured nothing", () => {
    expect(() => elementsOf(body(renderHtml(sampleResult({ scenarios: [] }))).trimEnd())).not.toThrow();
  });

  test("runs no script, and asks for nothing outside itself", () => {
    const page = renderHtml(sampleResult());
    const elements = elementsOf(body(page).trimEnd());
    expect(elements.map(({ name }) => name)).not.toContain("script");
    expect(elements.filter(({ attributes }) => / (?:src|href|on\w+)="/.test(attributes))).toEqual([]);
    expect(page).not.toMatch(/url\(|@import/);
  });

  test("has no id twice, and a footnote for each large number", () => {
    const elements = elementsOf(body(renderHtml(sampleResult())).trimEnd());
    const ids = elements.flatMap(({ attributes }) => / id="([^"]*)"/.exec(attributes)?.[1] ?? []);
    expect(new Set(ids).size).toBe(ids.length);
    const count = (name: string): number => elements.filter((one) => one.name === name).length;
    expect([count("sup"), count("code")]).toEqual([3, 3]);
  });

  test("shows text of the result as text, wherever it stands", () => {
    const evil = `</style><script>alert("1")</script>&'\u0000\u001B[2J\uD800`;
    const base = sampleResult();
    const page = renderHtml({
      ...base,
      environment: { ...base.environment, cpu: evil, commit: evil, startedAt: evil },
      scenarios: base.scenarios.map((one) => ({
        ...one,
        title: evil,
        notes: [evil],
        series: one.series.map((series) => ({ ...series, label: evil })),
        figures: one.figures.map((each) => ({ ...each, label: evil, unit: evil })),
      })),
    });
    expect(elementsOf(body(page).trimEnd()).map(({ name }) => name)).not.toContain("script");
    expect(page).toContain("&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;");
    expect(page.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
    expect(page.isWellFormed()).toBe(true);
  });

  test("names each mode in its charts and gives n, p50 to max for each series", () => {
    const text = textOf(renderHtml(sampleResult()));
    for (const mode of MODES) expect(text).toContain(`${mode} `);
    for (const heading of ["n", "p50", "p90", "p99", "p99.9", "max"]) expect(text).toMatch(new RegExp(` ${heading} `));
    for (const { notes } of sampleResult().scenarios) {
      for (const note of notes)
        expect(text).toContain(note.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;"));
    }
  });

  test("shows counts of the modes in one row, and what has a budget among the figures", () => {
    const figures = [
      count("rings", "event", 4),
      count("lost", "event", 7, { most: 0 }),
      count("rings", "poll", 3),
      count("lost", "poll", 6),
    ];
    const page = renderHtml(sampleResult({ scenarios: [scenario({ scenario: "s", figures })] }));
    const cells = textOf(page).split(/ {2,}/);
    const row = cells.indexOf("rings");
    expect(cells.slice(row, row + 3)).toEqual(["rings", "3 events", "4 events"]);
    expect(cells).toEqual(expect.arrayContaining(["lost, event", "lost, poll", "✗ missed"]));
  });

  test("draws each quantity of the peers apart, counts and tails in the table alone", () => {
    const figures = [
      peer("latency.hive.p50", "hive, to visible, p50", "ms"),
      peer("latency.hive.p99", "hive, to visible, p99", "ms"),
      peer("latency.other.p50", "other, to visible, p50", "ms"),
      peer("drain.hive", "hive, rate", "entries/s"),
      peer("kill.lost.hive", "hive, lost", "entries"),
    ];
    const page = renderHtml(sampleResult({ scenarios: [scenario({ scenario: "peers", figures })] }));
    expect(page.match(/<h3>Peers: [^<]*/g)).toEqual([
      "<h3>Peers: time until saved",
      "<h3>Peers: working off a backlog",
    ]);
    expect(page).toContain('aria-label="ms: hive 3 ms; other 3 ms"');
  });

  test("says what a thin line is where there is one, and nowhere else", () => {
    expect(idle([1, 3])).toContain("The thin line is the 95 % interval.");
    expect(idle(null)).not.toContain("The thin line is the 95 % interval.");
  });

  test("draws the wall time of the hook without its CPU time", () => {
    const series = ["hook.taken", "hook.taken.cpu"].map((id) => ({
      id,
      label: id,
      mode: null,
      unit: "ms",
      trials: [[1, 2]],
    }));
    const page = renderHtml(sampleResult({ scenarios: [scenario({ scenario: "hook", series })] }));
    expect(page).toContain('aria-label="milliseconds: hook.taken 1 ms, p99 2"');
  });

  test("has no bar on a logarithmic axis", () => {
    const found = renderHtml(sampleResult()).split('<div class="rows"').slice(1);
    const logarithmic = found.filter((one) => one.split("</figure>")[0]!.includes(", logarithmic</p>"));
    expect(logarithmic.length).toBeGreaterThan(0);
    for (const one of logarithmic) expect(one.split("</figure>")[0]).not.toContain('class="bar"');
  });

  test("of one scenario tells of that one alone", () => {
    for (const one of sampleResult().scenarios) {
      const text = textOf(renderHtml(sampleResult({ scenarios: [one] })));
      expect(text).not.toMatch(/not measured|undefined/);
      expect(text.match(/Scenario: /g)).toHaveLength(1);
    }
  });

  test("shows what surely holds folded, and the rest open", () => {
    const page = renderHtml(sampleResult({ scenarios: [judged(1, 11)] }));
    const [open, ...folded] = page.split("<details");
    expect(open).toContain("s: f1");
    expect(open).not.toContain("s: f0");
    expect(folded[0]).toContain("1 that holds");
    expect(folded[0]).toContain("s: f0");
  });

  test("marks a wide interval, and the scenarios during which the machine wandered", () => {
    const figures = [figure({ id: "wide", value: 10, unit: "ms", interval: [5, 20] })];
    const steady = renderHtml(
      sampleResult({ scenarios: [scenario({ scenario: "s", figures, emptyScriptMs: [6, 6.5] })] }),
    );
    expect(textOf(steady)).toContain("~ wide interval");
    expect(textOf(steady)).not.toContain("~ the machine wandered");
    const moved = renderHtml(
      sampleResult({ scenarios: [scenario({ scenario: "s", figures, emptyScriptMs: [6, 9] })] }),
    );
    expect(textOf(moved)).toContain("The machine wandered during s");
    expect(textOf(moved)).toContain("~ wide interval, ~ the machine wandered");
    expect(textOf(moved)).toContain("an empty Bun script took 6 ms before and 9 ms after");
  });

  test("of several runs has their history, the oldest first", () => {
    const page = renderHtml(runAt("third", 3), [runAt("first", 1), runAt("second", 2)]);
    const history = page.slice(page.indexOf('id="history"'));
    expect(history).toContain("History of 3 runs");
    const order = ["first", "second", "third"].map((commit) => history.indexOf(commit));
    expect(order.toSorted((a, b) => a - b)).toEqual(order);
    expect(history).toContain("first, 2026-11-24 02:00 UTC 1 ms");
    expect(renderHtml(runAt("alone", 1))).not.toContain('id="history"');
  });

  test("has no coordinate that is not a number", () => {
    const zero = scenario({
      scenario: "idle-cpu",
      figures: [
        figure({ id: "idle.cpu", mode: "event", value: 0, unit: "%" }),
        figure({ id: "drain.rate.10", value: 0, unit: "entries/s" }),
      ],
      series: [{ id: "latency.gone", label: "gone", mode: "event", unit: "ms", trials: [[0]] }],
    });
    for (const page of [renderHtml(sampleResult()), renderHtml(sampleResult({ scenarios: [zero] }))]) {
      expect(page).not.toMatch(/NaN|Infinity|undefined/);
      expect(page).toContain("<figure>");
    }
  });
});

describe("the verdict", () => {
  test.each([
    [[1, 2], "All 2 budgets hold."],
    [[1, 11], "1 of 2 budgets hold; 1 is missed."],
    [[12, 11], "0 of 2 budgets hold; 2 are missed."],
    [[], "No figure of this run has a budget."],
  ])("of %p says %p", (values, sentence) => {
    expect(verdictText(sampleResult({ scenarios: [judged(...values)] }))).toBe(sentence);
  });

  test("whose interval spans its bound is not known, and not missed", () => {
    const figures = [figure({ id: "f", value: 11, unit: "ms", interval: [9, 13], budget: { most: 10 } })];
    const result = sampleResult({ scenarios: [scenario({ scenario: "s", figures })] });
    expect(verdictText(result)).toBe("0 of 1 budgets hold; 1 is not known, since the interval spans the bound.");
    expect(textOf(renderHtml(result))).not.toContain("✗ missed");
  });

  test("of a smoke run is none", () => {
    const page = renderHtml(sampleResult({ size: "smoke", scenarios: [judged(11)] }));
    expect(textOf(page)).toContain("not judged");
    expect(textOf(page)).not.toContain("✗ missed");
  });
});

test("an element escapes its text and attributes, and keeps elements within it", () => {
  const inner = element("b", {}, `a < b & "c"`);
  expect(element("p", { title: `"<'` }, "1 > ", [inner, ""]).text).toBe(
    `<p title="&quot;&lt;&#39;">1 &gt; <b>a &lt; b &amp; &quot;c&quot;</b></p>`,
  );
  expect(element("br").text).toBe("<br/>");
});

/** Relative luminance and contrast as WCAG 2 defines them. */
function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((start) => {
    const channel = Number.parseInt(hex.slice(start, start + 2), 16) / 255;
    return channel <= 0.040_45 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [dark, light] = [luminance(a), luminance(b)].toSorted((x, y) => x - y) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

test("every colour has a contrast of 4.5 to its ground, in the light and the dark scheme", () => {
  const schemes = [...STYLE.matchAll(/:root \{[^}]*?--ground: #\w{6};[^}]*\}/g)].map(([block]) =>
    Object.fromEntries([...block.matchAll(/--(\w+): (#\w{6})/g)].map(([, name, hex]) => [name!, hex!])),
  );
  expect(schemes).toHaveLength(2);
  for (const { ground, panel, rule: _rule, ...inks } of schemes) {
    expect(Object.keys(inks)).toHaveLength(7);
    const least = Object.values(inks).map((ink) => Math.min(contrast(ink, ground!), contrast(ink, panel!)));
    expect(Math.min(...least)).toBeGreaterThanOrEqual(4.5);
  }
});
