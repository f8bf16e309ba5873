/** The source of `dist/hive-hook`, the hook as a compiled program. */
import { endProcess } from "../platform/process/end-process.ts";
import { runHook } from "./main.ts";

// No top-level await: byte code needs the older module format. No finally(): its first use takes Bun 0.15 ms.
void runHook({ env: process.env, nowMs: Date.now() }).then(endProcess, endProcess);
