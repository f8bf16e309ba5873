import { describe, expect, test } from "bun:test";
import { resolve } from "node:path";
import { formSamples } from "../../../scripts/recall/forms.ts";
import { GoFile, type GoValue, sprintf } from "../../../scripts/recall/go.ts";
import { ordinaryLines } from "../../../scripts/recall/ordinary.ts";
import { Dice, sampleOf } from "../../../scripts/recall/sample-of.ts";
import { isLeaked, recallOf } from "../../../scripts/recall/sample.ts";
import { hostileTexts } from "../../../scripts/recall/speed.ts";
import { redact } from "../../../src/redact/redact.ts";

const ROOT = resolve(import.meta.dir, "../../..");

test("of the forms in shell, environment, configuration and code 95 % and more are found", () => {
  const { secrets, leaked } = recallOf(formSamples(), redact);
  expect(secrets).toBeGreaterThan(3000);
  expect(1 - leaked.length / secrets).toBeGreaterThan(0.95);
});

test("of ordinary lines 0.15 % at most are touched", async () => {
  const lines = await ordinaryLines(ROOT);
  expect(lines.length).toBeGreaterThan(15_000);
  const touched = lines.filter((line) => redact(line) !== line);
  expect(touched.length / lines.length).toBeLessThan(0.0015);
}, 60_000);

/** The least of some times of the processor's: what another process takes away is not the text's doing. */
function microsFor(text: string): number {
  let best = Infinity;
  for (let i = 0; i < 4; i++) {
    const from = process.cpuUsage();
    redact(text);
    const { user, system } = process.cpuUsage(from);
    best = Math.min(best, user + system);
  }
  return best;
}

test("a hostile text of four times the length takes no more than some four times as long", () => {
  const slow: unknown[] = [];
  for (const text of hostileTexts()) {
    redact(text);
    const [short, long] = [microsFor(text.slice(0, 6000)), microsFor(text.repeat(2).slice(0, 24_000))];
    // a pattern that backtracks takes sixteen times as long and more; the rest is for a busy machine
    if (long > 10 * short + 3000) slow.push([text.slice(0, 60), short, long]);
  }
  expect(slow).toEqual([]);
}, 120_000);

describe("the measurement", () => {
  test("a secret is leaked when 60 % of it is there in one piece", () => {
    expect(isLeaked("0123456789", "x 012345 y")).toBe(true);
    expect(isLeaked("0123456789", "x 01234 56789 y")).toBe(false);
  });

  test("what an expression accepts is made from it", () => {
    const dice = new Dice(1);
    for (const source of [String.raw`ab[c-f]{3,5}\d{2}(?:x|yz)?`, "(?i)[^a-z]{4}", String.raw`k\.[\w-]+$`]) {
      for (let i = 0; i < 50; i++) {
        const sample = sampleOf(source, dice);
        expect(sample).toMatch(new RegExp(`^${source.replace("(?i)", "")}`));
      }
    }
  });

  test("strings are read out of a Go file, with its calls and tables", () => {
    const source = [
      "package x",
      'var ( key = "a" + "b" ) // "no"',
      "func Rule() *R {",
      '  tps := []string{ fmt.Sprintf("%s-%s", key, `raw"`), unknown(key), "last\\n" }',
      '  tps = append(tps, "more")',
      '  tests := []struct{ name string; want []string }{{ name: "one", input: key, want: []string{"ab"} }}',
      "}",
    ].join("\n");
    const seen: [string, GoValue][] = [];
    new GoFile(source, { "fmt.Sprintf": sprintf }).visit((name, value) => seen.push([name, value]));
    expect(seen).toContainEqual(["key", "ab"]);
    expect(seen).toContainEqual(["tps", ['ab-raw"', "last\n"]]);
    expect(seen).toContainEqual(["tps", ['ab-raw"', "last\n", "more"]]);
    expect(seen).toContainEqual(["input", "ab"]);
    expect(seen).toContainEqual(["want", ["ab"]]);
  });
});
