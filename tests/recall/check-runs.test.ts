/** A failure is over once its command passed, however that was spelled, and no sooner. */
import { expect, test } from "bun:test";
import { covers, lineOf } from "../../src/recall/checks/runs.ts";

const BASE = "/w/app";
const line = (command: string, cwd = BASE) => lineOf(command, cwd, BASE);
const isOver = (failed: string, passed: string, cwds: readonly [string?, string?] = []): boolean =>
  line(failed, cwds[0]).runs.every((run) => line(passed, cwds[1]).runs.some((one) => covers(one, run)));

test.each([
  [
    "npm test",
    ["npm t", "npm run test", "npm run-script test", "yarn test", "pnpm test", "yarn run test", "bun run test"],
  ],
  [
    "npm test",
    ["CI=1 npm test", "timeout 60 npm test", "env CI=1 timeout -k 5 60s npm test", "npm test 2>&1 | tail -20"],
  ],
  ["npm test", ["npm test > out.txt 2>&1", "npm test --silent", "npm --silent run test", "# again\nnpm test"]],
  ["bun test a.test.ts", ["bun test ./a.test.ts", `bun test ${BASE}/a.test.ts`, "cd . && bun test a.test.ts"]],
  [
    "cd p && npm test",
    ["(cd p && npm test)", "cd ./p/; npm test", `cd ${BASE}/p && npm test`, "npm --prefix p test", "pnpm -C p test"],
  ],
  [
    "npx jest a.test.ts",
    ["jest a.test.ts", "yarn jest a.test.ts", "./node_modules/.bin/jest a.test.ts", "pnpm exec jest a.test.ts"],
  ],
  ["pytest -q tests", ["python -m pytest tests/", "uv run pytest tests -v", "poetry run pytest tests --tb=short"]],
  ["npm run lint", ["yarn lint", "pnpm run lint"]],
  ["go test ./x b/c", ["go test b/c ./x", "go test -v ./b/c x", "go test -count=1 x b/c"]],
  ["make deploy", ["CI=1 make deploy", "make  deploy"]],
])("the spellings of %p are one command", (one, others) => {
  for (const other of others) expect([other, line(other).name]).toEqual([other, line(one).name]);
});

test("a directory is the same, where the agent names it and where the line does", () => {
  const there = line("npm test", `${BASE}/p`).name;
  expect(line("cd p && npm test").name).toBe(there);
  // The shell was left there by this very call.
  expect(line("cd p && npm test", `${BASE}/p`).name).toBe(there);
  expect(line("cd ../p && npm test", `${BASE}/p`).name).toBe(there);
  expect(line("cd ../../x/p && npm test", `${BASE}/p`).name).not.toBe(there);
  expect(line("cd .. && npm test", `${BASE}/p`).name).not.toBe(line("npm test").name);
  expect(line("cd q && npm test", `${BASE}/p`).directory).toBe(`${BASE}/p/q`);
  expect(lineOf("cd app && npm test", BASE, BASE).directory).toBe(`${BASE}/app`);
});

test.each([
  ["pytest tests/a.py::x", "pytest -q"],
  ["pytest tests/a.py::x", "pytest tests"],
  ["pytest -k parser tests/a.py", "pytest tests/a.py"],
  ["cd p && pytest a.py", "pytest"],
  ["cargo test parser", "cargo test --workspace"],
  ["cargo test parser::deep", "cargo test parser"],
  ["cargo test -p core", "cargo test --all"],
  ["cd core && cargo test", "cargo test --workspace"],
  ["go test ./x", "go test ./..."],
  ["go test -run TestX ./x/y", "go test ./x/..."],
  ["cd x && go test", "go test ./..."],
  ["npx jest a.test.ts", "npx jest"],
  ["npm test -- a.test.ts", "npm test"],
  ["npx vitest a.test.ts", "npx vitest run"],
  ["npx eslint src/a.ts", "npx eslint ."],
  ["bun test -t adds a.test.ts", "bun test"],
  ["npm test", "npm run lint && npm test"],
  ["rspec spec/a_spec.rb:12", "rspec spec/a_spec.rb"],
  ["mix test test/a_test.exs:3", "mix test"],
  ["bazel test //a:b", "bazel test //..."],
  ["bazel test //a/b:c", "bazelisk test //a/..."],
  ["npm run lint && npm test", "npm test && npm run build && npm run lint"],
])("%p is over once %p passed", (failed, passed) => {
  expect(isOver(failed, passed)).toBe(true);
  expect(isOver(passed, failed)).toBe(false);
});

test.each([
  ["bun test", "npm test"],
  ["npm test", "npm run test:unit"],
  ["npm run test:unit", "npm test"],
  ["npm test", "npm test -- a.test.ts"],
  ["npm test", "FEATURE=off npm test"],
  ["FEATURE=off npm test", "npm test"],
  ["sudo make test", "make test"],
  ["pytest", "pytest -k parser"],
  ["pytest tests/a.py", "pytest tests/ab.py"],
  ["pytest tests/a.py", "pytest --lf"],
  ["pytest", "cd p && pytest"],
  ["cargo test --workspace", "cargo test"],
  ["cargo test -p core", "cargo test"],
  ["cargo test -p core", "cargo test -p cli"],
  ["cargo test --release", "cargo test"],
  ["go test ./x/y", "go test ./x"],
  ["go test ./x", "go test"],
  ["go test -race ./x", "go test ./..."],
  ["go vet ./x", "go test ./..."],
  ["jest -c other.js a.test.ts", "jest"],
  ["npm test", "npm run build && npm test || true"],
  ["npm test", "npm test\nnpm run lint"],
  ["npm test", "npm test | xargs echo"],
  ["cd p && npm test", "npm test"],
  ["cd p && npm test", "cd q && npm test"],
  ["cd p && npm test", "cd .. && npm test"],
  ["cd $D && npm test", "npm test"],
  ["cd .claude/worktrees/a && pytest", "pytest"],
  ["npm run migrate -- up", "npm run migrate"],
  ["make test", "make"],
  ["./gradlew :app:core:test", "./gradlew :app:test"],
  ["bazel test //ab:c", "bazel test //a/..."],
  ["bazel test //...", "bazel test --test_filter=x //..."],
  ["bazel test //...", "bazel build //..."],
])("%p may still fail after %p passed", (failed, passed) => {
  expect(isOver(failed, passed)).toBe(false);
});
