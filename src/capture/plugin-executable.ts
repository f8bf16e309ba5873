/** The source of the hook that the plugin compiles on its user's machine. */
import { runHook } from "./main.ts";

const end = (): never => process.exit(0);

void runHook({ env: process.env, nowMs: Date.now(), isPlugin: true }).then(end, end);
