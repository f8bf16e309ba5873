/** The hook as a program of its own: what `dist/hive-hook` is compiled from. */
import { runHook } from "./main.ts";

const end = (): never => process.exit(0);

// No top-level await: byte code needs the older module format. No finally(): its first use takes Bun 0.15 ms.
void runHook({ env: process.env, nowMs: Date.now() }).then(end, end);
