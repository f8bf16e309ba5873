import type { HookOptions } from "../hook/main.ts";

// The hook is on the agent's path: it loads nothing that the other commands need.
if (process.argv[2] === "hook" && process.argv.length === 3) {
  const { runHook } = await import("../hook/main.ts");
  const options: HookOptions = { env: process.env, nowMs: Date.now() };
  await runHook(options);
  process.exit(0);
}
const { main } = await import("./program.ts");
await main(process.argv.slice(2));
