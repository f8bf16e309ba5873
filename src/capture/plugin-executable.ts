/** The source of the hook that the plugin compiles on its user's machine. */
import { endProcess } from "../platform/process/end-process.ts";
import { runHook } from "./main.ts";

void runHook({ env: process.env, nowMs: Date.now(), isPlugin: true }).then(endProcess, endProcess);
