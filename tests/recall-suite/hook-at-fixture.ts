// Runs the hook of a checkout at a moment of our choice: `hook-at-fixture.ts CHECKOUT MILLISECONDS`, the payload on standard input.
import type { runHook as RunHook } from "../../src/capture/main.ts";

const [checkout, nowMs] = process.argv.slice(2) as [string, string];
const { runHook } = (await import(`${checkout}/src/capture/main.ts`)) as { runHook: typeof RunHook };
await runHook({ env: process.env, nowMs: Number(nowMs) });
