import { expect, test } from "bun:test";
import { resolve } from "node:path";

test("the tables in docs/ are what the code gives", () => {
  const script = resolve(import.meta.dir, "../../../scripts/docs.ts");
  const { exitCode, stderr } = Bun.spawnSync([process.execPath, script, "--check"]);
  expect(stderr.toString()).toBe("");
  expect(exitCode).toBe(0);
}, 60_000);
