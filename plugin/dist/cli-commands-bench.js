// @bun
import {
  HiveError
} from "./base-errors.js";

// src/cli/commands/bench.ts
import { existsSync } from "fs";
import { join } from "path";
var HARNESS = join(import.meta.dir, "../../../bench/main.ts");
function addBench(program, io, harness = HARNESS) {
  program.command("bench").description("measure latency, idle CPU, event consumption and more, by mode; in a checkout of hive").argument("[arguments...]", "hive bench --help lists them").helpOption(!1).allowUnknownOption().action(async (args) => {
    if (!existsSync(harness))
      throw new HiveError("HIVE_NOT_FOUND", `the harness is not part of this installation: there is no ${harness}`, {
        hint: "run it from a checkout of hive's repository: bun run bench"
      });
    let { bench } = await import(harness);
    await bench(args, io);
  });
}
export {
  addBench
};
