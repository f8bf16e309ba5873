/**
 * Times `hive status` as a process at the end of a busy day:
 * `bun scripts/status-day.ts [--entries 630000] [--missing 0] [--n 10] [--parent /tmp]`. The day's journals and ledger
 * rows are written straight, an entry every few milliseconds of the last 24 hours; an empty day is timed in turn.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readEnvironment } from "../bench/environment.ts";
import { freshRoot, MAIN } from "../bench/rig.ts";
import { summarize } from "../bench/stats.ts";
import { journalName } from "../src/queue/enqueue.ts";
import { Queue } from "../src/queue/queue.ts";
import { Store } from "../src/store/store.ts";

const HOUR_MS = 3_600_000;
/** The first entries of the day must not leave it while it is measured. */
const DAY_MS = 24 * HOUR_MS - 600_000;
const APPLIED_AFTER_MS = 0.4;
const LATE_MS = 400;

/** Says the peak of its own memory. What the kernel tells a parent has the parent's own in it: a child begins as its copy. */
const MEASURED = join(import.meta.dir, "../tests/support/measured-fixture.ts");

interface Run {
  readonly wallMs: number;
  readonly megabytes: number;
  readonly output: string;
}

/** @param missing so many entries are in a journal and nowhere else */
async function writeDay(root: string, entries: number, missing: number): Promise<void> {
  const { paths } = new Queue(root);
  using store = await Store.open(root);
  const firstMs = Date.now() - DAY_MS;
  const journals = new Map<string, Uint8Array[]>();
  const insert = store.db.prepare("INSERT INTO hive_ledger VALUES (?1, ?1, 'observe', ?2)");
  store.db.transaction(() => {
    for (let index = 0; index < entries; index += 1) {
      // One in ten is a little late in its journal, as where processes write it at once.
      const lateMs = index % 10 === 0 ? LATE_MS : 0;
      const atMs = firstMs + Math.floor((index * DAY_MS) / entries) - lateMs;
      const seq = Bun.randomUUIDv7("hex", atMs);
      const journal = journalName(atMs);
      if (!journals.has(journal)) journals.set(journal, []);
      journals.get(journal)!.push(Uint8Array.fromHex(seq.replaceAll("-", "")));
      // Spread over the day.
      const isMissing = Math.floor((index * missing) / entries) !== Math.floor(((index + 1) * missing) / entries);
      if (!isMissing) insert.run(seq, atMs + APPLIED_AFTER_MS);
    }
  })();
  insert.finalize();
  store.checkpointLog();
  for (const [name, ids] of journals) writeFileSync(`${paths.captured}/${name}`, Buffer.concat(ids), { mode: 0o600 });
}

async function execute(program: string, root: string): Promise<{ stdout: string; stderr: string }> {
  const child = Bun.spawn([process.execPath, program, "status", "--root", root], { stdout: "pipe", stderr: "pipe" });
  const [stdout, stderr] = await Promise.all([new Response(child.stdout).text(), new Response(child.stderr).text()]);
  await child.exited;
  return { stdout, stderr };
}

async function status(root: string): Promise<Run> {
  const startedMs = performance.now();
  const { stdout } = await execute(MAIN, root);
  const wallMs = performance.now() - startedMs;
  const [, kilobytes] = /at most (\d+) kB/.exec((await execute(MEASURED, root)).stderr)!;
  return { wallMs, megabytes: Number(kilobytes) / 1024, output: stdout };
}

function print(name: string, runs: readonly Run[]): void {
  const { p50, max, n } = summarize(runs.map(({ wallMs }) => wallMs));
  const megabytes = Math.max(...runs.map((run) => run.megabytes));
  process.stdout.write(`${name}: p50 ${p50.toFixed(0)} ms, max ${max.toFixed(0)} ms, `);
  process.stdout.write(`at most ${megabytes.toFixed(0)} MB, n ${n}\n`);
  process.stdout.write(`  ${/captured.*/.exec(runs[0]!.output)?.[0] ?? runs[0]!.output}\n`);
}

const { values } = parseArgs({
  options: {
    entries: { type: "string", default: "630000" },
    missing: { type: "string", default: "0" },
    n: { type: "string", default: "10" },
    parent: { type: "string", default: "/tmp" },
  },
});
const { cpu, cores, kernel, fileSystem, bun, commit } = readEnvironment(values.parent);
process.stdout.write(`${cpu}, ${cores} cores; ${kernel}, ${fileSystem}; Bun ${bun}; hive ${commit}\n`);
using empty = freshRoot(values.parent);
using full = freshRoot(values.parent);
await writeDay(empty.root, 0, 0);
await writeDay(full.root, Number(values.entries), Number(values.missing));
const runs: { empty: Run[]; full: Run[] } = { empty: [], full: [] };
for (let index = 0; index < Number(values.n); index += 1) {
  runs.empty.push(await status(empty.root));
  runs.full.push(await status(full.root));
}
print("an empty day", runs.empty);
print(`a day of ${values.entries} entries`, runs.full);
