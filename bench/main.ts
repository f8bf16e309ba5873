/** `hive bench` in a checkout. The CLI passes its arguments and knows nothing else of the harness. */
import { Command, Option } from "commander";
import { resolve } from "node:path";
import { HiveError } from "../src/base/errors.ts";
import type { Io } from "./command/io.ts";
import type { BenchFlags } from "./command/flags.ts";
import { againstCommand } from "./gate/against/run.ts";
import { runHivesGate } from "./gate/run.ts";
import { DEFAULT_INTERVALS_MS } from "./figures/result.ts";
import { reportSaved } from "./report/saved.ts";
import { runScenarios } from "./run.ts";
import { SCENARIOS } from "./scenarios/all.ts";

/**
 * Runs the benchmark's command line.
 * @throws CommanderError, HIVE_INVALID_OPTION for a wrong command line; what {@link runScenarios} and
 * {@link runHivesGate} throw
 */
export async function bench(args: readonly string[], io: Io): Promise<void> {
  await commandOf(io).parseAsync([...args], { from: "user" });
}

const listed = (text: string, before: readonly string[]): readonly string[] => [...before, ...text.split(",")];

function commandOf(io: Io): Command {
  return runCommand(io).addCommand(reportCommand(io));
}

function reportCommand(io: Io): Command {
  return new Command("report")
    .exitOverride()
    .description("show runs that were kept with --json again; several as a history, two also by what differs")
    .argument("<file...>", "what --json wrote")
    .option("--html <file>", "write it as one page")
    .action((files: string[], { html }: Pick<BenchFlags, "html">) => {
      const inCaller = (path: string): string => resolve(io.cwd, path);
      reportSaved(files.map(inCaller), html === undefined ? undefined : inCaller(html), io);
    });
}

function runCommand(io: Io): Command {
  const { poll, "pseudo-event": pseudoEvent } = DEFAULT_INTERVALS_MS;
  return (
    new Command("hive bench")
      .exitOverride()
      // The options of a run are those before `report`.
      .enablePositionalOptions()
      .configureOutput({ writeOut: io.out, writeErr: io.err })
      .showHelpAfterError("(hive bench --help shows what there is)")
      .argument("[scenario...]", "what to measure; all of them without a name")
      .description("Measure latency, idle CPU, event consumption and more, by mode.")
      .option("--list", "say which scenarios there are")
      .addOption(
        new Option("--mode <mode>", "poll, pseudo-event, event or event+doorbell; several with commas")
          .argParser(listed)
          .default([], "all"),
      )
      .option("--poll-interval-ms <ms>", `how often poll looks (default: ${poll})`)
      .option("--pseudo-event-interval-ms <ms>", `how often pseudo-event looks (default: ${pseudoEvent})`)
      .option("--trials <n>", "how often each mode is measured, in turn")
      .option("--quick", "a first figure, in under 3 minutes")
      .addOption(
        new Option("--full", "drain a backlog of a million entries as well, for minutes more").conflicts("quick"),
      )
      .addOption(new Option("--smoke", "only show that everything runs").conflicts(["quick", "full"]))
      .option("--json <file>", "write figures, intervals and percentiles, after each scenario")
      .option("--samples", "with --json: every sample as well")
      .option("--html <file>", "write it all as one page, which needs no network and prints well")
      .option("--compare <file>", "say what differs from an earlier run, kept with --json")
      .addOption(
        new Option(
          "--gate",
          "hold figures against bench/gate.json: exit code 0, 4 (failed) or 5 (too noisy to tell)",
        ).conflicts([
          "list",
          "mode",
          "pollIntervalMs",
          "pseudoEventIntervalMs",
          "trials",
          "quick",
          "full",
          "smoke",
          "samples",
          "html",
          "compare",
        ]),
      )
      .addOption(
        new Option(
          "--against <revision>",
          "with --gate: compare with that revision, in turn, instead: exit code 0, 4 (worse) or 5 (too noisy to tell)",
        ).conflicts(["fault"]),
      )
      .option("--fault <fault>", "make the workers wrong on purpose, to see that it is noticed")
      .addHelpText(
        "after",
        `
Examples:
  hive bench --quick
  hive bench latency --mode poll,event+doorbell --trials 5
  hive bench latency --mode poll,event --poll-interval-ms 500
  hive bench idle-cpu --json idle.json
  hive bench --json now.json --html now.html --compare before.json
  hive bench report before.json now.json --html history.html
  hive bench --gate --json gate.json
  hive bench --gate --against origin/main`,
      )
      .action((scenarios: string[], flags: BenchFlags) => run(scenarios, inCallersDirectory(flags, io), io))
  );
}

/** Files are named from where the user stands. */
function inCallersDirectory(flags: BenchFlags, { cwd }: Io): BenchFlags {
  const files: Record<string, string> = {};
  for (const flag of ["json", "html", "compare"] as const) {
    const path = flags[flag];
    if (path !== undefined) files[flag] = resolve(cwd, path);
  }
  return { ...flags, ...files };
}

async function run(names: readonly string[], flags: BenchFlags, io: Io): Promise<void> {
  if (flags.gate !== true && flags.against !== undefined) {
    throw new HiveError("HIVE_INVALID_OPTION", "--against compares in the gate", {
      hint: `hive bench --gate --against ${flags.against}`,
    });
  }
  if (flags.gate !== true) return await runScenarios(SCENARIOS, names, flags, io);
  if (names.length > 0) {
    throw new HiveError("HIVE_INVALID_OPTION", "the gate chooses its scenarios by itself", {
      hint: "its thresholds are in bench/gate.json",
    });
  }
  if (flags.against !== undefined) return await againstCommand(flags.against, flags.json, io);
  return await runHivesGate(flags, io);
}
