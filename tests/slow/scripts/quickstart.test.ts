import { expect, test } from "bun:test";
import { resolve } from "node:path";

test("the quickstart plays a session, shows what is saved of it, and ends with 0", () => {
  const script = resolve(import.meta.dir, "../../../scripts/quickstart.ts");
  const { exitCode, stdout, stderr } = Bun.spawnSync([process.execPath, script]);
  expect(stderr.toString()).toBe("");
  expect(stdout.toString()).toMatch(/ok: bun test src\/money\.test\.ts[\s\S]*pending 0, processing 0, failed 0/);
  expect(exitCode).toBe(0);
}, 120_000);
