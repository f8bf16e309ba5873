/**
 * Figures of the archive (`bun scripts/figures/archive-figures.ts [messages]`, a minute): its size, and search in 300,000 messages. It uses
 * temporary directories of its own. `hive bench archive` measures what the archive costs a worker.
 */
import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Archive } from "../../src/recall/archive/archive.ts";
import { EVERYTHING } from "../../src/recall/archive/scope.ts";
import { commonWord, fillArchive, rareWord } from "../archive/fill.ts";

const MAIN = resolve(import.meta.dir, "../../src/cli/main.ts");
const MESSAGES = Number(process.argv[2] ?? 300_000);
const directory = mkdtempSync(join(tmpdir(), "hive-archive-"));
const env = { ...process.env, XDG_DATA_HOME: join(directory, "data"), XDG_CONFIG_HOME: join(directory, "config") };
process.env["XDG_DATA_HOME"] = env.XDG_DATA_HOME;
process.env["XDG_CONFIG_HOME"] = env.XDG_CONFIG_HOME;
const path = join(env.XDG_DATA_HOME, "hive/archive.db");

/** Runs of one search. */
const REPEATS = 5;

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const at = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!;
const percentiles = (samples: readonly number[]): string => {
  const sorted = samples.toSorted((a, b) => a - b);
  return `p50 ${at(sorted, 0.5).toFixed(2)} ms, p99 ${at(sorted, 0.99).toFixed(2)} ms (n ${sorted.length})`;
};

function fill(): void {
  const startMs = performance.now();
  fillArchive({ path, messages: MESSAGES, sessions: 50_000 });
  const seconds = (performance.now() - startMs) / 1000;
  say(
    `filled: ${MESSAGES} messages, ${Math.round(MESSAGES / seconds)}/s, ${Math.round(statSync(path).size / 1024 ** 2)} MiB`,
  );
}

/** Each search is the best of some, since other programs take the processor from it. */
const timed = (search: () => void): number =>
  Math.min(
    ...Array.from({ length: REPEATS }, () => {
      const startMs = performance.now();
      search();
      return performance.now() - startMs;
    }),
  );

const two = (): string => `${rareWord()} ${commonWord()}`;

function search(): void {
  using archive = Archive.open(env, EVERYTHING)!;
  const samples = (words: () => string, n: number): number[] =>
    Array.from({ length: n }, () => {
      const text = words();
      return timed(() => archive.search(text, {}, 10));
    });
  using db = new Database(path, { readonly: true });
  const match = db.query("SELECT count(*) FROM search WHERE search MATCH ?");
  const floor = Array.from({ length: 500 }, () => {
    const words = two();
    return timed(() => match.get(words));
  });
  say(`floor, two words, matched alone: ${percentiles(floor)}`);
  say(`search, two words, in the library: ${percentiles(samples(two, 500))}`);
  say(`search, one word that is in most texts: ${percentiles(samples(() => "w1", 20))}`);
  const processes = Array.from({ length: 20 }, () => {
    const startMs = performance.now();
    Bun.spawnSync([process.execPath, MAIN, "search", rareWord(), rareWord()], {
      cwd: directory,
      env,
      stdout: "ignore",
      stderr: "ignore",
    });
    return performance.now() - startMs;
  });
  say(`hive search, as a process: ${percentiles(processes)}`);
}

try {
  fill();
  search();
} finally {
  rmSync(directory, { recursive: true, force: true });
}
