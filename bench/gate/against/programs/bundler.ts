/** A neighbour that takes what cores it gets, as a bundler does in watch mode. It ends with its standard input. */
import { join } from "node:path";
import { TOP } from "../../../harness/rig.ts";

process.stdin.on("end", () => process.exit(0)).resume();
for (;;)
  await Bun.build({ entrypoints: [join(TOP, "src/cli/main.ts")], target: "bun", minify: true, sourcemap: "inline" });
