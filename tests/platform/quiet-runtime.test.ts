import { describe, expect, test } from "bun:test";
import { join } from "node:path";

/** `NAME=value` each, of the worker and of a Bun that it starts. */
async function environments(env: Record<string, string> = {}): Promise<{ own: string[]; child: string[] }> {
  const child = Bun.spawn([process.execPath, join(import.meta.dir, "quiet-fixture.ts")], {
    env: { PATH: process.env["PATH"], ...env },
  });
  return JSON.parse(await child.stdout.text()) as { own: string[]; child: string[] };
}

describe.skipIf(process.platform !== "linux")("quietRuntime", () => {
  test("starts the process again with a quiet runtime, and gives its engine's options to no other Bun", async () => {
    const { own, child } = await environments();
    expect(own).toEqual(
      expect.arrayContaining([
        "BUN_GC_TIMER_DISABLE=1",
        "MIMALLOC_PURGE_DELAY=-1",
        "BUN_JSC_thresholdForJITAfterWarmUp=5000",
        "BUN_JSC_useWarmUpMarkedBlocks=0",
      ]),
    );
    expect(child).toContain("BUN_BE_BUN=1");
    expect(child.filter((line) => line.startsWith("BUN_JSC_"))).toEqual([]);
  });

  test("leaves what the user has set", async () => {
    expect((await environments({ MIMALLOC_PURGE_DELAY: "7" })).own).toContain("MIMALLOC_PURGE_DELAY=7");
  });
});
