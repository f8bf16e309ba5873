/** The hook from its source, at a time of the caller's: milliseconds since 1970 as the argument. */
import { runHook } from "../../../src/capture/main.ts";

await runHook({ env: process.env, nowMs: Number(process.argv[2]) });
process.exit(0);
