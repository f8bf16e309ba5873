import { Database } from "bun:sqlite";
import { cpus, release, totalmem } from "node:os";
import { table } from "../src/cli/render.ts";
import type { Ratio, Summary } from "./stats.ts";

/** Where the figures come from. */
export interface Environment {
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly kernel: string;
  readonly fileSystem: string;
  readonly bun: string;
  readonly sqlite: string;
  readonly commit: string;
  readonly date: string;
}

/** One measured figure against its budget. */
export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** 95 %, where it was taken. */
  readonly interval?: readonly [number, number];
  /** How many samples are behind it. */
  readonly n: number;
  readonly budget?: { readonly most: number } | { readonly least: number };
}

export interface ScenarioReport {
  readonly scenario: string;
  /** What was measured and how, with the durability mode. */
  readonly title: string;
  readonly figures: readonly Figure[];
  /** Percentiles in milliseconds, by row. */
  readonly latencies?: Readonly<Record<string, Summary>>;
}

/** What `--json` writes, version 1. */
export interface BenchReport {
  readonly version: 1;
  readonly environment: Environment;
  readonly scenarios: readonly ScenarioReport[];
}

function output(command: readonly string[]): string {
  return Bun.spawnSync([...command], { stderr: "ignore" })
    .stdout.toString()
    .trim();
}

export function readEnvironment(directory: string): Environment {
  using db = new Database(":memory:");
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    kernel: release(),
    fileSystem: output(["stat", "-f", "-c", "%T", directory]) || "unknown",
    bun: Bun.version,
    sqlite: db.query<{ version: string }, []>("SELECT sqlite_version() AS version").get()!.version,
    commit: output(["git", "-C", import.meta.dir, "describe", "--always", "--dirty"]) || "unknown",
    date: new Date().toISOString().slice(0, 10),
  };
}

/** A figure that is a ratio, with its interval. */
export function ratioFigure(name: string, ratio: Ratio, n: number, budget?: Figure["budget"]): Figure {
  const { value, low, high } = ratio;
  return { name, value, unit: "×", interval: [low, high], n, ...(budget === undefined ? {} : { budget }) };
}

export function isWithinBudget({ value, budget }: Figure): boolean {
  if (budget === undefined) return true;
  return "most" in budget ? value <= budget.most : value >= budget.least;
}

function number(value: number): string {
  if (value >= 1000) return Math.round(value).toLocaleString("en-US");
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

function budgetText({ budget, unit }: Figure): string {
  if (budget === undefined) return "";
  return "most" in budget ? `≤ ${number(budget.most)} ${unit}` : `≥ ${number(budget.least)} ${unit}`;
}

/** The figures of a smoke run mean nothing. */
function verdict(figure: Figure, isJudged: boolean): string {
  if (figure.budget === undefined || !isJudged) return "";
  return isWithinBudget(figure) ? "holds" : "MISSED";
}

export function renderScenario({ title, figures, latencies }: ScenarioReport, isJudged: boolean): string {
  const rows = figures.map((figure) => [
    figure.name,
    `${number(figure.value)} ${figure.unit}`,
    figure.interval === undefined ? "" : figure.interval.map(number).join(" to "),
    String(figure.n),
    budgetText(figure),
    verdict(figure, isJudged),
  ]);
  const parts = [title, "", table(["FIGURE", "MEASURED", "95 % INTERVAL", "N", "BUDGET", ""], rows).trimEnd()];
  if (latencies !== undefined) {
    const lines = Object.entries(latencies).map(([name, { n, p50, p90, p99, p999, max }]) => [
      name,
      ...[p50, p90, p99, p999, max].map((ms) => ms.toFixed(3)),
      String(n),
    ]);
    parts.push("", table(["LATENCY, ms", "P50", "P90", "P99", "P99.9", "MAX", "N"], lines).trimEnd());
  }
  return `${parts.join("\n")}\n`;
}

export function renderEnvironment(environment: Environment): string {
  const { cpu, cores, memoryGiB, kernel, fileSystem, bun, sqlite, commit, date } = environment;
  return `${cpu}, ${cores} cores, ${memoryGiB} GiB; Linux ${kernel}, ${fileSystem}; Bun ${bun}, SQLite ${sqlite}; hive ${commit}, ${date}\n`;
}
