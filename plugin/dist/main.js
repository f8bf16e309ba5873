// @bun
// src/cli/main.ts
if (process.argv[2] === "hook" && process.argv.length === 3) {
  let { runHook } = await import("./main-evsz5re8.js"), options = { env: process.env, nowMs: Date.now() };
  await runHook(options), process.exit(0);
}
var { APPLY_APART } = await import("./apart-name-t4rygt5t.js");
if (process.argv[2] === APPLY_APART && process.argv.length === 3) {
  let { runApart } = await import("./apart-13c7zdxr.js");
  process.umask(63), process.exit(await runApart());
}
var { main } = await import("./program-hsz3kagf.js");
await main(process.argv.slice(2));
