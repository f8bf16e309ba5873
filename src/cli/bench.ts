import { type Command, Option } from "commander";
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { HiveError } from "../base/errors.ts";
import type { Io } from "./io.ts";

export interface BenchFlags {
  readonly mode: readonly string[];
  readonly trials?: string;
  readonly quick?: boolean;
  readonly full?: boolean;
  readonly smoke?: boolean;
  readonly json?: string;
  readonly html?: string;
  readonly compare?: string;
  readonly gate?: boolean;
  readonly list?: boolean;
  readonly fault?: string;
}

/** What `bench/main.ts` exports. @throws HIVE_BENCH_FAILED, HIVE_BUDGET_MISSED, HIVE_INVALID_OPTION, HIVE_CANCELLED */
export type RunBench = (scenarios: readonly string[], flags: BenchFlags, io: Io) => Promise<void>;

/** The harness is part of the repository, not of what users install: it is loaded when it is there. */
const HARNESS = join(import.meta.dir, "../../bench/main.ts");

const listed = (text: string, before: readonly string[]): readonly string[] => [...before, ...text.split(",")];

/** Files are named from where the user stands. */
function inCallersDirectory(flags: BenchFlags, { cwd }: Io): BenchFlags {
  const files: Record<string, string> = {};
  for (const flag of ["json", "html", "compare"] as const) {
    const path = flags[flag];
    if (path !== undefined) files[flag] = resolve(cwd, path);
  }
  return { ...flags, ...files };
}

export function addBench(program: Command, io: Io, harness = HARNESS): void {
  program
    .command("bench")
    .argument("[scenario...]", "what to measure; all of them without a name")
    .description("measure latency, idle CPU, event consumption and more, by mode")
    .option("--list", "say which scenarios there are")
    .addOption(
      new Option("--mode <mode>", "poll, pseudo-event, event or event+doorbell; several with commas")
        .argParser(listed)
        .default([], "all"),
    )
    .option("--trials <n>", "how often each mode is measured, in turn")
    .option("--quick", "a first figure, in under 3 minutes")
    .addOption(
      new Option("--full", "drain a backlog of a million entries as well, for minutes more").conflicts("quick"),
    )
    .addOption(new Option("--smoke", "only show that everything runs").conflicts(["quick", "full"]))
    .option("--json <file>", "write every sample, after each scenario")
    .option("--html <file>", "write it all as one page, which needs no network and prints well")
    .option("--compare <file>", "say what differs from an earlier run, kept with --json")
    .addOption(
      new Option(
        "--gate",
        "hold figures against bench/gate.json: exit code 0, 4 (failed) or 5 (too noisy to tell)",
      ).conflicts(["list", "mode", "trials", "quick", "full", "smoke", "html", "compare"]),
    )
    .option("--fault <fault>", "make the workers wrong on purpose, to see that it is noticed")
    .addHelpText(
      "after",
      `
Examples:
  hive bench --quick
  hive bench latency --mode poll,event+doorbell --trials 5
  hive bench idle-cpu --json idle.json
  hive bench --json now.json --html now.html --compare before.json
  hive bench --gate --json gate.json`,
    )
    .action(async (scenarios: string[], flags: BenchFlags) => {
      if (!existsSync(harness)) {
        throw new HiveError("HIVE_NOT_FOUND", `the harness is not part of this installation: there is no ${harness}`, {
          hint: "run it from a checkout of hive's repository: bun run bench",
        });
      }
      const { runBench } = (await import(harness)) as { runBench: RunBench };
      await runBench(scenarios, inCallersDirectory(flags, io), io);
    });
}
