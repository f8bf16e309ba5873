import { expect, setDefaultTimeout, test } from "bun:test";
import * as fc from "fast-check";
import { covers, lineOf, type Run } from "../../src/recall/checks/runs.ts";

setDefaultTimeout(120_000);

const TOOLS = {
  pytest: ["-k a", "-m slow", "--lf"],
  jest: ["-t a", "--shard 1/2", "-o"],
  "bun test": ["-t a", "--only"],
  "go test": ["-run A", "-short"],
  "cargo test": ["-p core", "--lib", "--skip a"],
  "npm test --": ["-t a", "--grep a"],
} as const;
type Tool = keyof typeof TOOLS;

const words = (...all: readonly string[]) => fc.subarray([...all]);
const runOf = (tool: Tool, directories: readonly string[]): fc.Arbitrary<Run> =>
  fc
    .record({
      directory: fc.constantFrom(...directories),
      parts: words("p", "p/q", "p/q::x", "a.ts", "./p/...", "./..."),
      modes: words("--release"),
      silent: words("-v", "-q"),
      wide: fc.boolean(),
      narrow: fc.nat(9),
    })
    .map(({ directory, parts, modes, silent, wide, narrow }) => {
      const flag = TOOLS[tool][narrow];
      const isWide = wide && tool === "cargo test";
      const flags = [...modes, ...silent, ...(flag === undefined ? [] : [flag]), ...(isWide ? ["--workspace"] : [])];
      return lineOf([tool, ...flags, ...parts].join(" "), directory, "/w").runs[0]!;
    });
/** Three runs, mostly of one tool. */
const three = fc
  .tuple(fc.constantFrom(...(Object.keys(TOOLS) as Tool[])), fc.constantFrom<Tool>("pytest", "go test"), fc.nat(9))
  .chain(([tool, other, n]) => {
    const of = (one: Tool) => runOf(one, n < 5 ? ["/w"] : ["/w", "/w/p", "/w/p/q", "/w/pq"]);
    return fc.tuple(of(tool), of(tool), of(n === 0 ? other : tool));
  });

const isNarrow = ({ parts, narrow }: Run): boolean => narrow !== "" || parts.length > 0;

test("a narrow run that passed never covers a whole one, nor one in a directory above or beside its own", () => {
  fc.assert(
    fc.property(three, ([passed, failed]) => {
      if (!covers(passed, failed) || passed.name === failed.name) return;
      expect(passed.narrow).toBe("");
      if (isNarrow(passed)) expect(isNarrow(failed)).toBe(true);
      expect(`${failed.directory}/`).toStartWith(`${passed.directory}/`);
      expect([failed.tool, failed.modes]).toEqual([passed.tool, passed.modes]);
      if (failed.isWide || failed.isOfPackage) expect(passed.isWide).toBe(true);
    }),
    { numRuns: 5000 },
  );
});

test("each run covers itself, and what is covered by a run that it covers", () => {
  fc.assert(
    fc.property(three, ([a, b, c]) => {
      expect(covers(a, a)).toBe(true);
      if (covers(a, b) && covers(b, c)) expect(covers(a, c)).toBe(true);
    }),
    { numRuns: 20_000 },
  );
});

test("a line of anything has a name, and covers itself", () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 60 }), (text) => {
      const { runs, name } = lineOf(text, "/w", "/w");
      expect(lineOf(text, "/w", "/w").name).toBe(name);
      for (const one of runs) expect(covers(one, one)).toBe(true);
    }),
  );
});
