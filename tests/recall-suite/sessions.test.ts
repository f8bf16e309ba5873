import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SCENARIOS, UNSEEN } from "./scenarios.ts";

const ALL = [...SCENARIOS, ...UNSEEN];
const SEEDS = [1, 2, 3, 4, 5, 6];

test.each(ALL.map(({ name, tell }) => [name, tell] as const))(
  "%s has a hundred calls and more, and one at the end that is scored",
  (_, tell) => {
    for (const seed of SEEDS) {
      const { steps } = tell(seed).recording;
      expect(steps.filter(({ kind }) => kind === "call").length).toBeGreaterThanOrEqual(100);
      expect(steps.filter(({ kind }) => kind === "probe")).toHaveLength(1);
      expect(steps.at(-1)?.kind).toBe("probe");
    }
  },
);

test.each(ALL.map(({ name, tell }) => [name, tell] as const))(
  "%s is the same for the same seed, and another for another",
  (_, tell) => {
    expect(tell(3)).toEqual(tell(3));
    expect(new Set(SEEDS.map((seed) => Bun.inspect(tell(seed).list, { depth: 9 }))).size).toBeGreaterThan(1);
  },
);

test("The ids of a list are unique", () => {
  for (const { tell } of ALL) {
    const { facts, forbidden } = tell(1).list;
    const ids = [...facts.map(({ id }) => `fact ${id}`), ...forbidden.map(({ id }) => `forbidden ${id}`)];
    expect(new Set(ids).size).toBe(ids.length);
  }
});

test("The lists are those that were committed before the scorer", async () => {
  const lines = readFileSync(join(import.meta.dir, "lists.sha256"), "utf8")
    .trim()
    .split("\n");
  expect(lines).toHaveLength(ALL.length);
  for (const line of lines) {
    const [hash, path] = line.split(/\s+/) as [string, string];
    const bytes = await Bun.file(join(import.meta.dir, path)).arrayBuffer();
    expect(`${path} ${new Bun.CryptoHasher("sha256").update(bytes).digest("hex")}`).toBe(`${path} ${hash}`);
  }
});
