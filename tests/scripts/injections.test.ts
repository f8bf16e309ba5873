/** What the gate is shown to catch is built into the code as it is now. */
import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { INJECTIONS, replaced } from "../../bench/gate/against/injections.ts";
import { MEASURES } from "../../bench/gate/against/measures/all.ts";
import { readGate } from "../../bench/gate/thresholds.ts";

const TOP = resolve(import.meta.dir, "../..");

test.each(INJECTIONS)("$name can be built in, and names measures and figures that there are", (one) => {
  for (const replacement of one.replacements) {
    const text = readFileSync(join(TOP, replacement.file), "utf8");
    const changed = replaced(text, replacement);
    expect(changed).not.toBe(text);
    expect(() => new Bun.Transpiler({ loader: "ts" }).transformSync(changed)).not.toThrow();
  }
  const measures = MEASURES.filter(({ name }) => one.only?.includes(name) ?? true);
  expect(measures).toHaveLength(one.only?.length ?? MEASURES.length);
  const figures = measures.flatMap((measure) => measure.figures);
  expect(figures).toEqual(expect.arrayContaining([...one.figures]));
  const bounds = readGate().against!.figures.map(({ figure }) => figure);
  expect(bounds).toEqual(expect.arrayContaining([...one.figures]));
});
