/** What stands before, behind and around a check, and flags that check nothing, change neither its name nor what it covers. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { covers, lineOf, type Run } from "../../src/recall/checks/runs.ts";

const runsOf = (line: string): readonly Run[] => lineOf(line, "/w", "/w").runs;
const isOver = (failed: string, passed: string): boolean =>
  runsOf(failed).every((run) => runsOf(passed).some((one) => covers(one, run)));

/** By check: what narrows it, and flags that change nothing. */
const CHECKS: Readonly<Record<string, readonly [narrower: readonly string[], silent: readonly string[]]>> = {
  "npm test": [
    ["-- a.test.ts", "-- -t adds"],
    ["--silent", "-s", "-- --no-color"],
  ],
  "npx jest": [
    ["src/a.test.ts", "-t adds", "cart"],
    ["--runInBand", "--maxWorkers=2", "--bail", "--coverage"],
  ],
  "npx vitest run": [
    ["src/a.test.ts", "-t adds"],
    ["--reporter=dot", "--bail 1", "--no-color"],
  ],
  "bun test": [
    ["a.test.ts", "-t adds"],
    ["--bail", "--coverage", "--timeout 900"],
  ],
  "node --test": [
    ["a.test.js", "--test-name-pattern=adds"],
    ["--test-reporter=spec", "--test-concurrency=1"],
  ],
  pytest: [
    ["tests/a.py", "-k adds", "tests/a.py::x", "--lf"],
    ["-x", "-q", "-n auto", "--cov=src", "--tb=short", "-s"],
  ],
  "cargo test": [
    ["parser", "--lib", "--test a"],
    ["-j 4", "--locked", "-q", "-- --nocapture"],
  ],
  "go test ./...": [
    ["-run TestX", "-short"],
    ["-v", "-count=1", "-timeout=60s"],
  ],
  "mvn test": [
    ["-pl core", "-Dtest=CartTest"],
    ["-q", "-B", "-T 4"],
  ],
  "./gradlew test": [["--tests CartTest"], ["--no-daemon", "--stacktrace", "-q"]],
  "dotnet test": [["--filter Cart"], ["--nologo", "--no-restore", "-v q"]],
  phpunit: [["--filter Cart", "tests/CartTest.php"], ["--colors=never"]],
  rspec: [
    ["spec/a_spec.rb", "-e adds"],
    ["--format progress", "--no-color"],
  ],
  "eslint .": [[], ["--fix", "--cache", "--quiet", "--format unix"]],
  "make test": [[], ["-j8", "-j 4", "-s", "-k"]],
  "deno test": [
    ["a_test.ts", "--filter adds"],
    ["-A", "--quiet"],
  ],
  tox: [["-e py311"], ["-q"]],
};

const STARTS = ["", "FOO=bar ", "env PYTHONPATH=src FOO=b ", "time ", "timeout 60 ", "nice -n 5 ", "CI=1 timeout 9s "];
const SETUPS = ["", "set -e; ", "set -o pipefail; ", "source .venv/bin/activate && ", ". venv/bin/activate; "].concat([
  "export NODE_ENV=test && ",
  "cd . && ",
  "echo go && ",
]);
const ENDS = [
  "",
  " 2>&1 | tail -20",
  " > out.txt 2>&1",
  '; echo "exit: $?"',
  " && echo done",
  " || true",
  " | tee log",
];
const WRAPPERS = [
  ["", ""],
  ["bash -c '", "'"],
  ["sh -lc '", "' 2>&1"],
  ["(", ") | head"],
  ["(", ")"],
] as const;

const check = fc.constantFrom(...Object.keys(CHECKS));
/** A line that is the same as the one that it is made of. */
const spelled = (line: string, silent: readonly string[]): fc.Arbitrary<string> =>
  fc
    .tuple(
      fc.subarray([...silent]),
      fc.constantFrom(...STARTS),
      fc.constantFrom(...SETUPS),
      fc.constantFrom(...ENDS),
      fc.constantFrom(...WRAPPERS),
    )
    .map(([flags, start, setup, end, [open, close]]) => {
      // Behind `--` stands what the program of a script is told: it comes last.
      const all = [line, ...flags.toSorted((a, b) => Number(a.startsWith("-- ")) - Number(b.startsWith("-- ")))];
      return `${open}${setup}${start}${all.join(" ")}${end}${close}`;
    });

test("a check settles every spelling of itself, and each spelling settles it", () => {
  fc.assert(
    fc.property(
      check.chain((name) => fc.tuple(fc.constant(name), spelled(name, CHECKS[name]![1]))),
      ([name, other]) => {
        expect([other, isOver(name, other), isOver(other, name)]).toEqual([other, true, true]);
      },
    ),
    { numRuns: 3000 },
  );
});

test("a wider run that passed settles each narrower failure, and no narrower one a wider failure", () => {
  const pair = check
    .filter((name) => CHECKS[name]![0].length > 0)
    .chain((name) => {
      const [narrower, silent] = CHECKS[name]!;
      return fc.tuple(
        spelled(name, silent),
        fc.constantFrom(...narrower).chain((part) => spelled(`${name} ${part}`, [])),
      );
    });
  fc.assert(
    fc.property(pair, ([wide, narrow]) => {
      expect([wide, narrow, isOver(narrow, wide), isOver(wide, narrow)]).toEqual([wide, narrow, true, false]);
    }),
    { numRuns: 3000 },
  );
});

test("a check settles no other one", () => {
  fc.assert(
    fc.property(check, check, (one, other) => {
      fc.pre(one !== other);
      expect([one, other, isOver(one, other)]).toEqual([one, other, false]);
    }),
    { numRuns: 500 },
  );
});
