import type { HookOptions } from "../capture/main.ts";

// The hook is on the agent's path: it loads nothing that the other commands need.
if (process.argv[2] === "hook" && process.argv.length === 3) {
  const { runHook } = await import("../capture/main.ts");
  const options: HookOptions = { env: process.env, nowMs: Date.now() };
  await runHook(options);
  process.exit(0);
}
const { APPLY_APART } = await import("../worker/isolate/apart-name.ts");
// What a worker starts to apply entries where it may have to be killed: no command, so that no help shows it.
if (process.argv[2] === APPLY_APART && process.argv.length === 3) {
  const { runApart } = await import("../worker/isolate/apart.ts");
  process.umask(0o077);
  process.exit(await runApart());
}
const { main } = await import("./program.ts");
await main(process.argv.slice(2));
