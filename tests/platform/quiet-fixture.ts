/** Prints the environment that its process was started with, and that of another Bun which it starts. */
import { readFileSync } from "node:fs";
import { bunEnvironment } from "../../src/platform/bun/bun-command.ts";
import { quietRuntime } from "../../src/platform/bun/quiet-runtime.ts";

quietRuntime();
const PATH = "/proc/self/environ";
const child = Bun.spawnSync(["cat", PATH], { env: bunEnvironment() }).stdout.toString();
process.stdout.write(JSON.stringify({ own: readFileSync(PATH, "utf8").split("\0"), child: child.split("\0") }));
