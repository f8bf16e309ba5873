/** Which commands check the work, and what the output of one tells where its exit code is hidden. */
import { expect, test } from "bun:test";
import * as fc from "fast-check";
import { isRunner, shownOutcome } from "../../src/model/check-outcome.ts";

test.each([
  "bun test",
  "npm run test -- a",
  "npx tsc --noEmit",
  "pytest -q",
  "cargo clippy",
  "go test ./...",
  "make",
  "docker build .",
  "bundle exec rspec spec/requests",
  "vendor/bin/phpunit",
  "bin/rails test",
  "./gradlew :app:connectedDebugAndroidTest",
  "./gradlew ktlintCheck",
  "mvn -q compile",
  "cargo fmt --check",
  "golangci-lint run",
  "terraform validate",
  "flutter test",
  "timeout 60 make",
  "cmake --build build",
  "cd app && CI=1 npx playwright test",
  "node --test",
  "npm run -s test",
  "task lint",
  "npx nx test web",
  "turbo run build --filter=web",
  "docker-compose build",
  "docker compose build web",
  "python manage.py test",
  "python3.12 -m pytest",
  "pipenv run pytest",
  "coverage run -m pytest",
  "nox",
  "bundle exec rake spec",
  "bash -c 'npm test'",
  'bash -lc "cd app && npm test"',
  "nice -n 10 make",
  "A='b c' npm test",
  "set -e\nnpm test",
  "npm \\\n test",
  "# don't wait\nnpm test",
  "cat > a <<EOF\nx\nEOF\nnpm test",
  "cat > a <<EOF && npm test\nx\nEOF",
  "bash <<EOF\nnpm test\nEOF",
  'cat <<< "x"; npm test',
])("%s checks the work", (command) => expect(isRunner(command)).toBe(true));

test.each([
  "ls",
  "cat test.txt",
  "git commit -m test",
  "npm install",
  "echo make",
  "go run .",
  "terraform apply",
  "cargo run",
  "npm install -D jest",
  "npm ls vitest",
  "pip install pytest",
  "bun add eslint",
])("%s does not check the work", (command) => expect(isRunner(command)).toBe(false));

/** What a command only writes; a line of it begins like a check. */
const TEXTS = [
  'git commit -m "Add a parser\n\nmake sure that it reads tabs"',
  "git commit -m \"$(cat <<'EOF'\nFix the parser's end\n\nmake it read tabs\nEOF\n)\"",
  'git commit -m "fix; npm test passes" | tail',
  'git commit -m "say \\"a; make b\\"" | tail',
  'echo "a; make b"',
  "cat > a.sh <<EOF\nnpm test\nEOF",
  "cat > a.sh <<'EOF'\nit's\nnpm test",
  "ls # a; make b",
];

test("a command that only writes the name of a check is no check, and its success stands", () => {
  for (const text of TEXTS) {
    expect([text, isRunner(text), ended(text, "1 failed, 2 passed")]).toEqual([text, false, "ok"]);
  }
});

const PIECES = [
  ..."\"'\\`$()<>|;&\n #=/-".split(""),
  "<<EOF",
  "<<'EOF'",
  "EOF\n",
  "sh -c ",
  "A=",
  "make",
  "npm test",
  "go ",
  "git commit -m ",
  "exit $?",
];

test("no text of a command makes its outcome throw", () => {
  const texts = fc
    .array(fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...PIECES) }, fc.string()))
    .map((all) => all.join(""));
  fc.assert(
    fc.property(texts, fc.string(), fc.boolean(), (text, output, isCodeKnown) => {
      isRunner(text);
      shownOutcome(text, output, isCodeKnown);
    }),
    { numRuns: 3000, examples: TEXTS.map((text): [string, string, boolean] => [text, "", true]) },
  );
});

/** Lines whose exit code says nothing, with the last lines of runs that failed. */
const HIDDEN = [
  ["npm test 2>&1 | tail -5", "Test Suites: 1 failed, 3 passed, 4 total\nTests:       1 failed, 11 passed, 12 total"],
  ['make check > o.log 2>&1; echo "exit: $?"', "exit: 2"],
  ["npm test; echo EXIT=$?", "EXIT=1"],
  ["make -j4 | tail -2", "make: *** [Makefile:3: all] Error 2"],
  ["bun test || true", " 3 pass\n 1 fail\n 4 expect() calls"],
  ["cargo test | tail -3", "test result: FAILED. 3 passed; 1 failed; 0 ignored"],
  ["go test ./... | tail -2", "FAIL\texample.com/shop/cart\t0.004s"],
  ["pytest -q | tail -1", "1 failed, 3 passed in 0.12s"],
  ["pytest | tail -1", "========= 2 failed, 3 passed in 0.12s ========="],
  ["node --test | tail -9", "# pass 3\n# fail 1"],
  ["npx mocha | tail -9", "  3 passing (9ms)\n  1 failing"],
  ["npx vitest run | tail -4", " Test Files  1 failed | 2 passed (3)"],
  ["npx eslint . | tail -2", "✖ 3 problems (2 errors, 1 warning)"],
  ["ruff check . | tail -1", "Found 2 errors."],
  ["mypy . | tail -1", "Found 1 error in 1 file (checked 9 source files)"],
  ["./gradlew test | tail -3", "BUILD FAILED in 3s"],
  ["dotnet test | tail -1", "Failed!  - Failed:     1, Passed:     3, Skipped:     0, Total:     4"],
  ["bundle exec rspec | tail -3", "12 examples, 1 failure"],
  ["vendor/bin/phpunit | tail -1", "Tests: 3, Assertions: 3, Failures: 1."],
] as const;

const PASSED = [
  ["npm test 2>&1 | tail -5", "Tests:       12 passed, 12 total"],
  ["bun test | tail -3", " 4 pass\n 0 fail\n 9 expect() calls"],
  ["npx eslint . --fix; echo $?", "Found 2 errors (2 fixed, 0 remaining)."],
  ["npx eslint . | tail -2", "✖ 3 problems (0 errors, 3 warnings)"],
  ['make check; echo "exit: $?"', "exit: 0"],
  ["cargo test | tail -3", "test result: ok. 3 passed; 0 failed; 0 ignored"],
  ["node --test | tail -9", "# pass 3\n# fail 0"],
  ["npx vitest run | tail -4", " Test Files  2 passed (2)\n      Tests  12 passed (12)"],
  ["npx playwright test | tail -2", "  5 passed (3.2s)"],
  ["npx mocha | tail -3", "  3 passing (9ms)"],
  ["pytest -q 2>&1 | tail -1", "12 passed in 0.31s"],
  ["pytest | tail -1", "======== 12 passed, 1 skipped in 0.31s ========"],
  ["go test ./... | tail -2", "ok  \texample.com/shop\t0.004s\nok  \texample.com/cart\t(cached)"],
  ["mvn test | tail -5", "[INFO] BUILD SUCCESS\n[INFO] Total time:  2.1 s"],
  ["./gradlew build | tail -3", "BUILD SUCCESSFUL in 3s\n4 actionable tasks: 4 executed"],
  ["python -m unittest 2>&1 | tail -3", "Ran 4 tests in 0.001s\n\nOK"],
  ["vendor/bin/phpunit | tail -1", "OK (12 tests, 30 assertions)"],
  ["cargo build 2>&1 | tail -1", "    Finished `dev` profile [unoptimized + debuginfo] target(s) in 0.42s"],
  ["mypy src | tail -1", "Success: no issues found in 3 source files"],
  ["ruff check . | tail -1", "All checks passed!"],
  ["npx prettier --check . | tail -1", "All matched files use Prettier code style!"],
  ["npm run build 2>&1 | tail -2", "✓ built in 1.21s"],
  ["ctest | tail -3", "100% tests passed, 0 tests failed out of 4"],
  ["bazel test //... 2>&1 | tail -3", "Executed 2 out of 4 tests: 4 tests pass."],
  ["docker build . 2>&1 | tail -2", "#12 naming to docker.io/library/app:latest done\n#12 DONE 0.1s"],
  ["npx tsc --noEmit 2>&1 | head -20", ""],
  ["cd p && npx eslint . | tail", "\n"],
  ["make | tail -1", "make: Nothing to be done for 'all'."],
  ["bash -c 'npm test | tail -3'", "Tests:       12 passed, 12 total"],
  ["set -o pipefail; npm test | tail -3; echo rc=$?", "bye\nrc=0"],
  ["npm test | tail -1; echo ${PIPESTATUS[0]}", "bye\n0"],
  ["dotnet test | tail -1", "Passed!  - Failed:     0, Passed:     3"],
] as const;

/** What tells neither. */
const UNKNOWN = [
  ["bun test | tail", "(pass) a page with 2 errors shows them [1.00ms]\n✓ 3 failed logins lock the account"],
  ["npm test | tail -20", ""],
  ["npm test | tail -20", "> shop@1.0.0 test\n> node run.js"],
  ["npm test; echo done", "done"],
  ["npm test || true", ""],
  ["npm run lint | tail -3; npm test | tail -3", "Tests:       12 passed, 12 total"],
  ["npm run lint; npm test", "Tests:       12 passed, 12 total"],
  // That is the exit code of tail.
  ["npm test | tail -3; echo $?", "bye\n0"],
  ["go test ./... | head -2", "ok  \texample.com/a\t0.1s\nok  \texample.com/b\t0.1s\nok \tx\t0.1s"],
  ["npx tsc --noEmit | grep src/a.ts", ""],
  ["npx tsc --noEmit > o.log; echo done", ""],
  ["bash -lc 'npm test | tail -3'", "bye"],
  ["make | tee build.log", "cc -c a.c"],
] as const;

const ended = (command: string, output: string, isCodeKnown = true): string | undefined =>
  shownOutcome(command, output, isCodeKnown);

test("a check whose exit code is hidden failed or passed where its output says so, and else nothing is known", () => {
  for (const [command, output] of HIDDEN) expect([command, ended(command, output)]).toEqual([command, "failed"]);
  for (const [command, output] of PASSED) expect([command, ended(command, output)]).toEqual([command, "ok"]);
  for (const [command, output] of UNKNOWN) expect([command, ended(command, output)]).toEqual([command, undefined]);
});

test.each([
  "npm test",
  "set -o pipefail; npm test | tail -3",
  "bash -o pipefail -c 'npm test | tail -3'",
  "npm test | tail; exit ${PIPESTATUS[0]}",
  "cd p; npm test",
  "echo a | tee b && npm test",
  'npx jest -t "a|b"',
  "ls | head",
  "echo a; ls",
])("%p has an exit code of its own, which counts", (command) => {
  expect(ended(command, "FAILED a.py::test_x - boom")).toBe("ok");
});

test("an agent that reports no exit code is told by the output, of checks alone", () => {
  expect(ended("npm test", "Tests:       12 passed, 12 total", false)).toBe("ok");
  expect(ended("npm test", "Tests:       1 failed, 12 total", false)).toBe("failed");
  expect(ended("npm test", "bye", false)).toBeUndefined();
  expect(ended("cp a b", "", false)).toBeUndefined();
});

test("what stands before a pipe may fail without a word of its own", () => {
  expect(ended("pytest -q | tail -3", "FAILED a.py::test_x - boom")).toBe("failed");
  expect(ended("npx mocha | tail -9", "  1) is a list\n  2 passing")).not.toBe("failed");
  expect(ended("grep -r FAILED . | head", "FAILED a.py::test_x - boom")).toBe("ok");
});

test.each([
  ["git push 2>&1 | tail -3", " ! [rejected]        main -> main (fetch first)"],
  ["git rebase main 2>&1 | tail -5", "CONFLICT (content): Merge conflict in a.ts"],
  ["git pull; git status", "fatal: not a git repository"],
  ["npm install 2>&1 | tail -2", "npm error ERESOLVE unable to resolve dependency tree"],
  ["cd p && gcc m.c 2>&1 | head", "m.c:1:20: error: 'tok' undeclared"],
  ["pip install -q x | tail -1", "ERROR: No matching distribution found for x"],
])("%p failed, though its pipe succeeded", (command, output) => {
  expect(ended(command, output)).toBe("failed");
  expect(ended(command, "done")).toBe("ok");
});

test("words of others' failures make no command a failed one", () => {
  expect(ended("git log --format=%s | head", "fatal: is said by git")).toBe("ok");
  expect(ended("docker logs web | tail", "Error: boom")).toBe("ok");
  expect(ended("cat build.log | tail", "error: boom")).toBe("ok");
});
