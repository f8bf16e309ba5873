import { expect, setDefaultTimeout, test } from "bun:test";
import { join } from "node:path";
import { readFileSync } from "node:fs";

setDefaultTimeout(120_000);

const TOP = join(import.meta.dir, "../../..");

test("bun run bench:micro measures every single step with mitata", () => {
  const { exitCode, stdout } = Bun.spawnSync([process.execPath, "run", "--silent", "bench:micro"], { cwd: TOP });
  const shown = Bun.stripANSI(stdout.toString());
  const source = readFileSync(join(TOP, "bench/micro/steps.bench.ts"), "utf8");
  const names = [...source.matchAll(/^bench\("([^"]+)"/gm)].map(([, name]) => name!);
  expect(names).not.toBeEmpty();
  // A step that fails is told in the place of its time.
  for (const name of names) expect(shown).toMatch(new RegExp(`^${RegExp.escape(name)} +[\\d.]+ [nµm]s/iter`, "m"));
  expect(exitCode).toBe(0);
});
