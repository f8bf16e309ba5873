import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { MUTATIONS } from "./list.ts";

const TOP = resolve(import.meta.dir, "../..");

test("each mutation changes one place of the code as it is now, and names tests that exist", () => {
  for (const { name, file, text, replacement, tests } of MUTATIONS) {
    const occurrences = readFileSync(join(TOP, file), "utf8").split(text).length - 1;
    expect({ name, occurrences, isChange: text !== replacement }).toEqual({ name, occurrences: 1, isChange: true });
    for (const path of tests) expect({ path, exists: existsSync(join(TOP, path)) }).toEqual({ path, exists: true });
  }
  expect(new Set(MUTATIONS.map(({ name }) => name)).size).toBe(MUTATIONS.length);
});
