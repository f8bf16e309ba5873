import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { ProcessLock } from "../../../src/supervisor/lock.ts";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";

setDefaultTimeout(120_000);

test("of two processes that take a free lock at the same moment one gets it", async () => {
  using dir = tempDir();
  const rounds = 40;
  for (let round = 0; round < rounds; round += 1) ProcessLock.take(`${dir.path}/${round}.lock`, true)!.release();
  const fixture = join(import.meta.dir, "../../supervisor/lock-fixture.ts");
  const startMs = String(Date.now() + 500);
  const children = [0, 1].map(() => new Child(fixture, [dir.path, String(rounds), startMs]));
  const outcomes = await Promise.all(children.map(async (child) => await child.outcome()));
  const [first, second] = outcomes.map(({ stdout }) => stdout.trim().split(""));
  expect(first).toHaveLength(rounds);
  expect(first!.map((taken, round) => Number(taken) + Number(second![round]))).not.toContain(0);
});
