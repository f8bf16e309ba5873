/** The output of ten runners, as they print it: the line that names the failure is found, also in the middle of much else. */
import { expect, test } from "bun:test";
import { join } from "node:path";
import * as fc from "fast-check";
import { failureLines } from "../../src/model/failure-lines.ts";
import { excerptOf, MAX_EXCERPT_CHARS } from "../../src/model/failure.ts";

/** By runner: what it prints, the line that names the failure, and the one that says why, where there is one. */
const RUNNERS: Readonly<Record<string, readonly [output: string, name: string, why?: string]>> = {
  bun: [
    'Exit code 1\nbun test v1.4.5 (a7733435c)\n\ntests/money.test.ts:\n3 | test("rounds", () => {\n4 |   expect(1.5).toBe(2);\n                    ^\nerror: expect(received).toBe(expected)\n\nExpected: 2\nReceived: 1.5\n\n      at <anonymous> (/app/tests/money.test.ts:4:15)\n(fail) money > rounds half up [0.32ms]\n\n 4 pass\n 1 fail\n 5 expect() calls\nRan 5 tests across 1 file. [12.00ms]',
    "(fail) money > rounds half up [0.32ms]",
    "error: expect(received).toBe(expected)",
  ],
  "node script": [
    "Exit code 1\n/app/server.js:12\n    throw new TypeError('port is not set');\n    ^\n\nTypeError: port is not set\n    at Object.<anonymous> (/app/server.js:12:11)\n    at Module._compile (node:internal/modules/cjs/loader:1554:14)\n\nNode.js v22.14.0",
    "TypeError: port is not set",
  ],
  "node --test": [
    "Exit code 1\nTAP version 13\n# Subtest: adds\nnot ok 1 - adds\n  ---\n  duration_ms: 1.2\n  error: 'Expected values to be strictly equal'\n  ...\n# tests 1\n# pass 0\n# fail 1",
    "not ok 1 - adds",
  ],
  npm: [
    "Exit code 1\nnpm error code ERESOLVE\nnpm error ERESOLVE unable to resolve dependency tree\nnpm error\nnpm error Found: react@19.0.0\nnpm error A complete log of this run can be found in: /root/.npm/_logs/x.log",
    "npm error ERESOLVE unable to resolve dependency tree",
  ],
  "npm script": [
    'Exit code 1\nnpm error Missing script: "biuld"\nnpm error\nnpm error Did you mean this?',
    'npm error Missing script: "biuld"',
  ],
  make: [
    "Exit code 2\ncc -O2 -c src/parse.c\nsrc/parse.c:41:9: error: use of undeclared identifier 'tok'\n    tok = next();\n    ^\n1 error generated.\nmake: *** [Makefile:7: parse.o] Error 1",
    "src/parse.c:41:9: error: use of undeclared identifier 'tok'",
  ],
  "make without a rule": [
    "Exit code 2\nmake: *** No rule to make target 'relase'.  Stop.",
    "make: *** No rule to make target 'relase'.  Stop.",
  ],
  pytest: [
    "Exit code 1\n============ test session starts ============\ncollected 12 items\n\ntests/test_tax.py ...F........\n\n=========== FAILURES ===========\n______ test_vat ______\n\n    def test_vat():\n>       assert vat(100) == 19\nE       assert 20 == 19\nE        +  where 20 = vat(100)\n\ntests/test_tax.py:8: AssertionError\n=========== short test summary info ===========\nFAILED tests/test_tax.py::test_vat - assert 20 == 19\n========= 1 failed, 11 passed in 0.05s =========",
    "FAILED tests/test_tax.py::test_vat - assert 20 == 19",
  ],
  "cargo test": [
    "Exit code 101\n   Compiling ledger v0.1.0 (/app)\nrunning 3 tests\ntest tests::adds ... ok\ntest tests::rounds ... FAILED\n\nfailures:\n\n---- tests::rounds stdout ----\n\nthread 'tests::rounds' panicked at src/lib.rs:20:9:\nassertion `left == right` failed\n  left: 1\n right: 2\n\ntest result: FAILED. 2 passed; 1 failed\n\nerror: test failed, to rerun pass `--lib`",
    "test tests::rounds ... FAILED",
    "thread 'tests::rounds' panicked at src/lib.rs:20:9:",
  ],
  "cargo build": [
    'Exit code 101\n   Compiling ledger v0.1.0 (/app)\nerror[E0308]: mismatched types\n  --> src/main.rs:14:18\n   |\n14 |     let n: u32 = "x";\n\nerror: could not compile `ledger` (bin "ledger") due to 1 previous error',
    "error[E0308]: mismatched types",
    "--> src/main.rs:14:18",
  ],
  jest: [
    "Exit code 1\nFAIL src/cart.test.js\n  cart\n    ✓ is empty (2 ms)\n    ✕ sums prices (4 ms)\n\n  ● cart › sums prices\n\n    expect(received).toBe(expected) // Object.is equality\n\n    Expected: 30\n    Received: 20\n\n      at Object.toBe (src/cart.test.js:9:21)\n\nTests:       1 failed, 1 passed, 2 total",
    "● cart › sums prices",
    "expect(received).toBe(expected) // Object.is equality",
  ],
  "go test": [
    "Exit code 1\n=== RUN   TestAdd\n    add_test.go:9: Add(1, 2) = 4; want 3\n--- FAIL: TestAdd (0.00s)\nFAIL\nexit status 1\nFAIL\texample.com/add\t0.002s",
    "--- FAIL: TestAdd (0.00s)",
  ],
  "go build": ["Exit code 1\n# example.com/app\n./main.go:7:2: undefined: strngs", "./main.go:7:2: undefined: strngs"],
  docker: [
    'Exit code 1\n#8 [4/6] RUN npm ci\n#8 0.512 npm error code EUSAGE\n#8 ERROR: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1\n------\n > [4/6] RUN npm ci:\n------\nDockerfile:6\n--------------------\nERROR: failed to build: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
    'ERROR: failed to build: failed to solve: process "/bin/sh -c npm ci" did not complete successfully: exit code: 1',
  ],
  tsc: [
    "Exit code 2\nsrc/accounts.ts(4,10): error TS2345: Argument of type 'string' is not assignable to parameter of type 'Sql'.\nFound 1 error.",
    "src/accounts.ts(4,10): error TS2345: Argument of type 'string' is not assignable to parameter of type 'Sql'.",
  ],
  shell: ["Exit code 127\nbash: line 1: terrafrom: command not found", "bash: line 1: terrafrom: command not found"],
};

test.each(Object.entries(RUNNERS))("%s: the line that names the failure is found", (_name, [output, name, why]) => {
  const lines = failureLines(output);
  expect(lines).toContain(name);
  if (why !== undefined) expect(lines).toContain(why);
});

test.each(Object.entries(RUNNERS))("%s: a long output keeps that line", (_name, [output, name]) => {
  const noise = "    a line of a log that tells nothing of what went wrong here\n".repeat(300);
  const [first, ...rest] = output.split("\n");
  for (const long of [
    `${first}\n${noise}${rest.join("\n")}\n${noise}`,
    `${output}\n${noise}`,
    `${first}\n${noise}${rest.join("\n")}`,
  ]) {
    const kept = excerptOf(long);
    expect(kept.length).toBeLessThanOrEqual(MAX_EXCERPT_CHARS);
    expect(failureLines(kept)).toContain(name);
  }
});

/** A run begins with `## name`, `$ command` and lines of `> a part that must be told`; its output follows a blank line. */
const FAILED_RUNS = (await Bun.file(join(import.meta.dir, "../fixtures/failed-runs.txt")).text())
  .split(/^## /m)
  .slice(1)
  .map((run): [name: string, told: string[], output: string] => {
    const [head = "", ...output] = run.split("\n\n");
    const [name = "", , ...told] = head.split("\n");
    return [name, told.map((line) => line.slice(2)), output.join("\n\n").trimEnd()];
  });

test("more than sixty runs are compared", () => expect(FAILED_RUNS.length).toBeGreaterThan(60));

test.each(FAILED_RUNS)("%s: name and reason are told", (_name, told, output) => {
  const lines = failureLines(output).join("\n");
  for (const part of told) expect(lines).toContain(part);
});

test.each(FAILED_RUNS)("%s: a long output keeps both", (_name, told, output) => {
  const noise = "    a line of a log that tells nothing of what went wrong here\n".repeat(300);
  const [first, ...rest] = output.split("\n");
  for (const long of [
    `${first}\n${noise}${rest.join("\n")}\n${noise}`,
    `${output}\n${noise}`,
    `${first}\n${noise}${rest.join("\n")}`,
  ]) {
    const lines = failureLines(excerptOf(long)).join("\n");
    for (const part of told) expect(lines).toContain(part);
  }
});

test("several failures are all named, and counted where they are many", () => {
  const many = Array.from({ length: 7 }, (_, index) => `(fail) test ${index} [1.00ms]`).join("\n");
  expect(failureLines(many)).toEqual([
    "(fail) test 0 [1.00ms]",
    "(fail) test 1 [1.00ms]",
    "(fail) test 2 [1.00ms]",
    "and 4 more",
  ]);
});

/** Two tests that failed: what the first one says, and what only the other one does. */
const TWO_FAILED: Readonly<
  Record<string, readonly [output: string, own: readonly string[], other: readonly string[]]>
> = {
  cargo: [
    "Exit code 101\nrunning 3 tests\ntest money::rounds ... FAILED\ntest core::adds ... FAILED\ntest core::subs ... ok\n\nfailures:\n\n---- core::adds stdout ----\n\nthread 'core::adds' panicked at src/core.rs:9:5:\nassertion `left == right` failed\n  left: 3\n right: 4\n\n---- money::rounds stdout ----\n\nthread 'money::rounds' panicked at src/money.rs:20:5:\nassertion `left == right` failed\n  left: 1\n right: 2\n\n\nfailures:\n    core::adds\n    money::rounds\n\ntest result: FAILED. 1 passed; 2 failed; 0 ignored",
    ["thread 'money::rounds' panicked at src/money.rs:20:5:"],
    ["core.rs", "left: 3"],
  ],
  rspec: [
    "Exit code 1\nFF\n\nFailures:\n\n  1) Money rounds half up\n     Failure/Error: expect(Money.round(1.5)).to eq(2)\n\n       expected: 2\n            got: 1\n     # ./spec/money_spec.rb:5:in 'block'\n\n  2) Core adds\n     Failure/Error: expect(Core.add(1,2)).to eq(4)\n\n       expected: 4\n            got: 3\n     # ./spec/core_spec.rb:9:in 'block'\n\n2 examples, 2 failures\n\nFailed examples:\n\nrspec ./spec/money_spec.rb:4 # Money rounds half up\nrspec ./spec/core_spec.rb:8 # Core adds",
    ["expected: 2", "got: 1"],
    ["core_spec.rb:9", "expected: 4"],
  ],
  go: [
    "Exit code 1\n--- FAIL: TestRounds (0.00s)\n    money_test.go:12: got 1, want 2\n--- FAIL: TestAdds (0.00s)\n    core_test.go:9: got 3, want 4\nFAIL\nFAIL\texample.com/x\t0.002s",
    ["money_test.go:12: got 1, want 2"],
    ["core_test.go"],
  ],
  googletest: [
    "Exit code 1\n[ RUN      ] Money.Rounds\nmoney_test.cc:12: Failure\nExpected equality of these values:\n  1\n  2\n[  FAILED  ] Money.Rounds (0 ms)\n[ RUN      ] Core.Adds\ncore_test.cc:9: Failure\nExpected equality of these values:\n  3\n  4\n[  FAILED  ] Core.Adds (0 ms)\n[  FAILED  ] 2 tests, listed below:\n[  FAILED  ] Money.Rounds\n[  FAILED  ] Core.Adds",
    ["money_test.cc:12: Failure"],
    ["core_test.cc"],
  ],
  ctest: [
    "Exit code 8\nTest project /app/build\n    Start 1: money\n1/2 Test #1: money ............................***Failed    0.01 sec\nmoney.cpp:12: Failure\n    Start 2: core\n2/2 Test #2: core .............................***Failed    0.01 sec\ncore.cpp:9: Failure\n\n0% tests passed, 2 tests failed out of 2\n\nThe following tests FAILED:\n\t  1 - money (Failed)\n\t  2 - core (Failed)\nErrors while running CTest",
    ["money.cpp:12: Failure"],
    ["core.cpp"],
  ],
  "node --test": [
    "Exit code 1\n✖ money rounds (1.2ms)\n✖ core adds (0.3ms)\nℹ tests 2\nℹ pass 0\nℹ fail 2\n\n✖ failing tests:\n\ntest at a.test.js:3:1\n✖ money rounds (1.2ms)\n  AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:\n\n  1 !== 2\n\n      at TestContext.<anonymous> (file:///app/a.test.js:4:10)\n\ntest at a.test.js:7:1\n✖ core adds (0.3ms)\n  AssertionError [ERR_ASSERTION]: Expected values to be strictly equal:\n\n  3 !== 4\n",
    ["4:10"],
    ["7:1", "a.test.js:3:1"],
  ],
  playwright: [
    'Exit code 1\nRunning 3 tests using 2 workers\n  ✓  1 e2e/home.spec.ts:3:1 › home (1.2s)\n  ✘  2 e2e/pay.spec.ts:8:1 › pays in cents (5.3s)\n\n  1) e2e/pay.spec.ts:8:1 › pays in cents ──────────────────\n\n    Error: expect(locator).toHaveText(expected) failed\n    Expected: "12.00"\n    Received: "1200"\n\n  1 failed\n    e2e/pay.spec.ts:8:1 › pays in cents\n  2 passed (7s)',
    ["e2e/pay.spec.ts:8:1"],
    ["home.spec.ts"],
  ],
};

test.each(Object.entries(TWO_FAILED))(
  "%s: a test's reason and place are its own, not another one's",
  (_name, [output, own, other]) => {
    const told = failureLines(output).join("\n");
    for (const part of own) expect(told).toContain(part);
    for (const part of other) expect(told).not.toContain(part);
  },
);

test("what Gradle and Maven advise below any failure names none", () => {
  const gradle =
    "Exit code 1\nFAILURE: Build failed with an exception.\n\n* What went wrong:\nA problem occurred.\n> Could not find method x()\n\n* Try:\n> Run with --stacktrace option to get the stack trace.\n\nBUILD FAILED in 6s";
  expect(failureLines(gradle)).toEqual(["> Could not find method x()"]);
  const maven =
    "Exit code 1\n[INFO] BUILD FAILURE\n[ERROR] Failed to execute goal on project b: no artifact c\n[ERROR] \n[ERROR] Re-run Maven using the -X switch\n[ERROR] [Help 1] http://cwiki";
  expect(failureLines(maven)).toEqual(["[ERROR] Failed to execute goal on project b: no artifact c"]);
});

test("a summary without a failure is no part of one", () => {
  const output =
    "test result: ok. 3 passed; 0 failed; 0 ignored\ntest a::b ... FAILED\ntest result: FAILED. 2 passed; 1 failed";
  expect(failureLines(output)).toEqual(["test a::b ... FAILED", "test result: FAILED. 2 passed; 1 failed"]);
});

test("where nothing names the failure the last line tells, and an exit code alone tells nothing", () => {
  expect(failureLines("Exit code 1\nstarting\n3 left")).toEqual(["3 left"]);
  expect(failureLines("Exit code 1")).toEqual([]);
  expect(failureLines("")).toEqual([]);
});

test("an excerpt is bounded and well-formed, whatever the output", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 400 }), { maxLength: 40 }), (lines) => {
      const kept = excerptOf(lines.join("\n").toWellFormed());
      expect(kept.length).toBeLessThanOrEqual(MAX_EXCERPT_CHARS);
      expect(kept.isWellFormed()).toBe(true);
    }),
  );
});

test("what bun counts at its end is no failure's reason", () => {
  expect(
    failureLines(
      "Exit code 1\n(fail) adds [0.32ms]\n\n 3 pass\n 1 fail\n 4 expect() calls\nRan 4 tests across 1 file. [12ms]",
    ),
  ).toEqual(["(fail) adds [0.32ms]"]);
});
