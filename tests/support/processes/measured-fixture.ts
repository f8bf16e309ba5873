/** Runs a command line of hive, then says how much memory it had at most: `measured-fixture.ts ARGUMENTS…`. */
import { readFileSync } from "node:fs";
import { processIo } from "../../../src/cli/io.ts";
import { run } from "../../../src/cli/program.ts";

const exitCode = await run(process.argv.slice(2), processIo);
const [, kilobytes] = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync("/proc/self/status", "utf8"))!;
process.stderr.write(`\nexit ${exitCode}, at most ${kilobytes} kB\n`);
process.exit(0);
