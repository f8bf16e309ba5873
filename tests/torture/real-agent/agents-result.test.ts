/** The committed result of `scripts/agents-real`, which is too large for a test: 1.1 GB of released agents. */
import { expect, test } from "bun:test";
import { adaptersHash } from "../../../scripts/real-agents/adapters-hash.ts";
import { DRIVERS } from "../../../scripts/real-agents/drivers.ts";
import { readResult, STEPS } from "../../../scripts/real-agents/result.ts";

const { adapters, agents } = readResult();

test("the released agents were played with the adapters as they are: else run scripts/agents-real", () => {
  expect(adapters).toBe(adaptersHash());
});

test.each(Object.keys(DRIVERS))("%s was played through every step, and each went well", (agent) => {
  expect(agents[agent]?.version).toMatch(/^\d+\.\d+\.\d+$/);
  expect(agents[agent]?.steps).toEqual(Object.fromEntries(STEPS.map((step) => [step, "ok"])) as never);
});
