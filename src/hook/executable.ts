/** The hook as a program of its own: what `dist/hive-hook` is compiled from. */
import { runHook } from "./main.ts";

// No top-level await: byte code needs the older module format.
void runHook({ env: process.env, nowMs: Date.now() }).finally(() => process.exit(0));
