/**
 * Writes the figures of README.md and docs/performance.md from runs of the benchmarks, which it keeps in `bench/results/`
 * without their samples.
 *
 *     bun run bench:publish
 *
 * takes a run of all scenarios and a comparison with the peers first; let nothing else run meanwhile. It leaves out the
 * largest sizes, those of `--full`.
 *
 *     bun scripts/figures/performance-figures.ts [RUN.json] [--peers PEERS.json]
 *
 * takes them from files, and `--check` ends with 1 when a section is not what the kept runs give. `--top` names another
 * checkout.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readResult } from "../../bench/figures/read-result.ts";
import type { BenchResult } from "../../bench/figures/result.ts";
import { withoutSamples } from "../../bench/figures/samples.ts";
import { peersSection } from "../../bench/peers/report/document.ts";
import { headlineSection, performanceSection, withSection } from "../../bench/report/document.ts";
import { writeJson } from "../write-json.ts";
import { runScript } from "../../bench/command/script.ts";
import { HiveError } from "../../src/base/errors.ts";

const TOP = resolve(import.meta.dir, "../..");
const OUTDATED = 1;
/** The comparison is whole, and hive lost or doubled an entry in it. */
const PEERS_WRONG = 1;

type Kept = "performance" | "peers";

/** The generated sections: of which document, under which name, from which run. */
const SECTIONS: ReadonlyArray<{
  readonly document: string;
  readonly name: string;
  readonly kept: Kept;
  readonly write: (result: BenchResult, source: string) => string;
}> = [
  { document: "README.md", name: "measured", kept: "performance", write: headlineSection },
  { document: "docs/performance.md", name: "performance", kept: "performance", write: performanceSection },
  { document: "docs/performance.md", name: "peers", kept: "peers", write: peersSection },
];

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const keptPath = (top: string, kept: Kept): string => join(top, "bench/results", `${kept}.json`);

/** Each section as the kept runs give it, by document. A section whose run is not kept stays as it is. */
function documentsOf(top: string): ReadonlyMap<string, string> {
  const documents = new Map<string, string>();
  for (const { document, name, kept, write } of SECTIONS) {
    const path = join(top, document);
    const from = keptPath(top, kept);
    if (!existsSync(from)) continue;
    const text = documents.get(path) ?? readFileSync(path, "utf8");
    documents.set(path, withSection(text, name, write(readResult(from), relative(dirname(path), from))));
  }
  return documents;
}

function check(top: string): number {
  const outdated = [...documentsOf(top)].filter(([path, expected]) => readFileSync(path, "utf8") !== expected);
  for (const [path] of outdated) {
    say(`${path} is not what the runs in bench/results give: run bun scripts/figures/performance-figures.ts`);
  }
  return outdated.length === 0 ? 0 : OUTDATED;
}

/** Takes both runs. The documents report missed budgets and lost entries; an incomplete run is not kept. */
async function measure(directory: string): Promise<Record<Kept, string>> {
  const files = { performance: join(directory, "performance.json"), peers: join(directory, "peers.json") };
  const missed = new HiveError("HIVE_BUDGET_MISSED", "").exitCode;
  const commands: ReadonlyArray<readonly [toldCode: number, command: readonly string[]]> = [
    [missed, ["src/cli/main.ts", "bench", "--json", files.performance]],
    [PEERS_WRONG, ["bench/peers/main.ts", "--json", files.peers]],
  ];
  for (const [toldCode, command] of commands) {
    const code = await Bun.spawn([process.execPath, ...command], { cwd: TOP, stdout: "inherit", stderr: "inherit" })
      .exited;
    if (code !== 0 && code !== toldCode) throw new Error(`${command.join(" ")} ended with ${code}`);
  }
  return files;
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      check: { type: "boolean", default: false },
      measure: { type: "boolean", default: false },
      peers: { type: "string" },
      top: { type: "string", default: TOP },
    },
  });
  const { top, peers } = values;
  const [run] = positionals;
  const isGiven = run !== undefined || peers !== undefined;
  if (positionals.length > 1 || [values.check, values.measure, isGiven].filter(Boolean).length > 1) {
    throw new HiveError("HIVE_INVALID_OPTION", "give the JSON of runs, or --measure, or --check", {
      hint: "bun run bench --json run.json && bun scripts/figures/performance-figures.ts run.json",
    });
  }
  if (values.check) return check(top);
  const directory = mkdtempSync(join(tmpdir(), "hive-figures-"));
  try {
    const runs = values.measure ? await measure(directory) : { performance: run, peers };
    for (const kept of ["performance", "peers"] as const) {
      const from = runs[kept];
      if (from === undefined) continue;
      const result = readResult(from);
      if (result.size === "smoke") throw new HiveError("HIVE_INVALID_OPTION", `${from}: a smoke run shows no figures`);
      writeJson(keptPath(top, kept), withoutSamples(result));
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
  for (const [path, text] of documentsOf(top)) writeFileSync(path, text);
  say(
    `the figures of ${[...new Set(SECTIONS.map(({ document }) => document))].join(" and ")} are those of bench/results`,
  );
  return 0;
}

await runScript(main);
