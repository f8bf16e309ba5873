import { expect, test } from "bun:test";
import { join } from "node:path";
import { measure, table, totalOf } from "../../recall-suite/measure.ts";
import { SCENARIOS } from "../../recall-suite/scenarios.ts";
import threshold from "../../recall-suite/threshold.json";

const HIVE = join(import.meta.dir, "../../..");
const TIMEOUT_MS = 900_000;

test(
  "The next session is told as much as the threshold says, with no more noise and no more that is wrong",
  () => {
    const results = SCENARIOS.map(({ tell }) => measure(tell(threshold.seed), HIVE));
    process.stdout.write(`${table("Quality of recall", results)}\n`);
    const { told, wrong, mostNoise } = totalOf(results);
    expect(told).toBeGreaterThanOrEqual(threshold.told);
    expect(wrong).toBeLessThanOrEqual(threshold.wrong);
    expect(mostNoise).toBeLessThanOrEqual(threshold.mostNoise);
  },
  TIMEOUT_MS,
);
