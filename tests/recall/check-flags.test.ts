/** Flags with which a check checks nothing, less, or more than without them. */
import { expect, test } from "bun:test";
import { covers, lineOf } from "../../src/recall/checks/runs.ts";

const line = (command: string) => lineOf(command, "/w/app", "/w/app");
const isOver = (failed: string, passed: string): boolean =>
  line(failed).runs.every((run) => line(passed).runs.some((one) => covers(one, run)));

test.each([
  ["npx tsc", "npx tsc -v"],
  ["npx tsc", "tsc --version"],
  ["prettier --check .", "prettier --version"],
  ["prettier --check a.ts", "prettier a.ts"],
  ["black --check .", "black --diff ."],
  ["black .", "black --version"],
  ["ruff format .", "ruff format -"],
  ["npx eslint .", "npx eslint --fix-dry-run ."],
  ["pytest", "pytest --cache-show"],
  ["make test", "make -i test"],
  ["npm install", "npm install --help"],
  ["docker build .", "docker build --check ."],
  ["cargo check --tests", "cargo check"],
  ["cargo clippy --tests", "cargo clippy"],
  ["cargo build --examples", "cargo build"],
  ["cargo build --test x", "cargo build"],
  ["cargo test --benches", "cargo test"],
  ["mix test --include slow", "mix test"],
  ["mix test --only integration", "mix test"],
])("%p may still fail after %p passed", (failed, passed) => {
  expect(isOver(failed, passed)).toBe(false);
});

test.each([
  ["make -i test", "make test"],
  ["cargo check --tests", "cargo check --all-targets"],
  ["cargo check --tests", "cargo test"],
  ["cargo test --test x", "cargo test"],
])("%p is over once %p passed, and not the other way round", (failed, passed) => {
  expect([isOver(failed, passed), isOver(passed, failed)]).toEqual([true, false]);
});

test.each([
  ["prettier --check .", "npx prettier --write ."],
  ["prettier --check .", "prettier -c ."],
  ["prettier --check .", "prettier . -w"],
  ["black --check .", "black ."],
  ["black --check .", "black --check --diff ."],
  ["ruff format --check .", "ruff format --diff ."],
  ["pytest", "pytest -v"],
  ["pytest", "python -m pytest -v"],
])("%p and %p settle each other", (one, other) => {
  expect([isOver(one, other), isOver(other, one)]).toEqual([true, true]);
});
