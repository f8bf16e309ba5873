import { expect, test } from "bun:test";
import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { MUTATIONS } from "../scripts/mutations/list.ts";
import { mutated } from "../scripts/mutations/mutation.ts";

const TOP = resolve(import.meta.dir, "..");

test.each(MUTATIONS.map((mutation) => [mutation.name, mutation] as const))(
  "can be taken away, and has a test that may notice: %s",
  (_, mutation) => {
    const code = readFileSync(join(TOP, mutation.file), "utf8");
    const without = mutated(code, mutation);
    expect(without).not.toBe(code);
    expect(() => new Bun.Transpiler({ loader: "ts" }).transformSync(without)).not.toThrow();
    expect(existsSync(join(TOP, mutation.check.file))).toBe(true);
  },
);

test("no two mutations have one name", () => {
  const names = MUTATIONS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
});
