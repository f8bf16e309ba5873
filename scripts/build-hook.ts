/** Compiles the hook for this machine: prints where it is. */
import { buildHook } from "../src/install/hook/build.ts";

process.stdout.write(`${await buildHook()}\n`);
