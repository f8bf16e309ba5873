#!/usr/bin/env bun
// @bun
import {
  APPLY_APART
} from "./main-rcraqqq3.js";

// src/cli/main.ts
if (process.argv[2] === "hook" && process.argv.length === 3) {
  let { runHook } = await import("./main-qypat9ma.js"), options = { env: process.env, nowMs: Date.now() };
  await runHook(options), process.exit(0);
}
if (process.argv[2] === APPLY_APART && process.argv.length === 3) {
  let { runApart } = await import("./apart-5a8rjepw.js");
  process.umask(63), process.exit(await runApart());
}
var { main } = await import("./program-p2z6erqb.js");
await main(process.argv.slice(2));
