#!/usr/bin/env bun
// @bun
import {
  APPLY_APART
} from "./main-rcraqqq3.js";

// src/cli/main.ts
if (process.argv[2] === "hook" && process.argv.length === 3) {
  let { runHook } = await import("./main-zh9acc0k.js"), options = { env: process.env, nowMs: Date.now() };
  await runHook(options), process.exit(0);
}
if (process.argv[2] === APPLY_APART && process.argv.length === 3) {
  let { runApart } = await import("./apart-vce3aq7b.js");
  process.umask(63), process.exit(await runApart());
}
var { main } = await import("./program-9e8v0h0x.js");
await main(process.argv.slice(2));
