// @bun
// src/cli/main.ts
if (process.argv[2] === "hook" && process.argv.length === 3) {
  let { runHook } = await import("./main-q7fvppgy.js"), options = { env: process.env, nowMs: Date.now() };
  await runHook(options), process.exit(0);
}
var { main } = await import("./program-kkny8ves.js");
await main(process.argv.slice(2));
