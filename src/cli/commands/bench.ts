import type { Command } from "commander";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { HiveError } from "../../base/errors.ts";
import type { Io } from "../io.ts";

/** The exports of `bench/main.ts`. @throws CommanderError for a wrong command line, HiveError for other faults */
export interface Harness {
  readonly bench: (args: readonly string[], io: Io) => Promise<void>;
}

/** Users do not install the harness: it is loaded only in a checkout of the repository. */
const HARNESS = join(import.meta.dir, "../../../bench/main.ts");

/** Passes its arguments to the harness, which has its own options and help. */
export function addBench(program: Command, io: Io, harness = HARNESS): void {
  program
    .command("bench")
    .description("measure latency, idle CPU, event consumption and more, by mode; in a checkout of hive")
    .argument("[arguments...]", "hive bench --help lists them")
    .helpOption(false)
    .allowUnknownOption()
    .action(async (args: string[]) => {
      if (!existsSync(harness)) {
        throw new HiveError("HIVE_NOT_FOUND", `the harness is not part of this installation: there is no ${harness}`, {
          hint: "run it from a checkout of hive's repository: bun run bench",
        });
      }
      const { bench } = (await import(harness)) as Harness;
      await bench(args, io);
    });
}
