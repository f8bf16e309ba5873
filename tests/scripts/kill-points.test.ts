/** The list of kill points in docs/torture.md is that of the code and of the tests. */
import { expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ROOT = join(import.meta.dir, "../..");
const CRASH = join(ROOT, "tests/torture/crash");
const textOf = (path: string): string => readFileSync(join(ROOT, path), "utf8");
const TESTS = readdirSync(CRASH).map((name) => readFileSync(join(CRASH, name), "utf8"));

test.each([
  ["EnqueueStep", "src/queue/producer/enqueue.ts"],
  ["ClaimStep", "src/queue/queue.ts"],
  ["StoreStep", "src/store/sqlite/store.ts"],
])("each %s is listed, and the crash tests kill a process after it", (type, path) => {
  const [, union = ""] = new RegExp(`type ${type} = ([^;]*);`).exec(textOf(path)) ?? [];
  const steps = Array.from(union.matchAll(/"([^"]+)"/g), ([, step]) => step!);
  const [, row = ""] = new RegExp(`^\\| ${type} +\\|([^|]*)\\|`, "m").exec(textOf("docs/torture.md")) ?? [];
  const listed = Array.from(row.matchAll(/`([^`]+)`/g), ([, step]) => step!);
  expect(steps.length).toBeGreaterThan(3);
  expect(listed).toEqual(steps);
  expect(steps.filter((step) => !TESTS.some((text) => text.includes(`"${step}"`)))).toEqual([]);
});
