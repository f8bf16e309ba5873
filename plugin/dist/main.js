// @bun
// src/cli/main.ts
if (process.argv[2] === "hook" && process.argv.length === 3) {
  let { runHook } = await import("./main-9pca3kc9.js"), options = { env: process.env, nowMs: Date.now() };
  await runHook(options), process.exit(0);
}
var { APPLY_APART } = await import("./apart-name-jb2tdtn2.js");
if (process.argv[2] === APPLY_APART && process.argv.length === 3) {
  let { runApart } = await import("./apart-wyb5mk58.js");
  process.umask(63), process.exit(await runApart());
}
var { main } = await import("./program-vrv2xjes.js");
await main(process.argv.slice(2));
