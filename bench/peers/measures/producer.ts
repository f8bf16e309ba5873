import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Size } from "../../figures/result.ts";
import { type Measure, type MeasureContext, offeredByAll, type TrialResult } from "./measure.ts";
import { ENVIRONMENT, Site } from "../rig.ts";
import type { System } from "../systems.ts";

const TURNS: Readonly<Record<Size, number>> = { smoke: 2, quick: 15, full: 25 };
const WARM_UP = 2;

/** The whole process, from spawn to exit, as an agent waits for its hook. */
async function time(command: readonly string[], signal: AbortSignal): Promise<number> {
  const startedMs = performance.now();
  const child = Bun.spawn([...command], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
    signal,
    env: ENVIRONMENT,
  });
  const exitCode = await child.exited;
  const takenMs = performance.now() - startedMs;
  signal.throwIfAborted();
  if (exitCode !== 0) throw new Error(`a producer ended with ${exitCode}: ${await child.stderr.text()}`);
  return takenMs;
}

let scratch: string | null = null;

/** Holds executables and an empty script, made once in a run and removed at its end. */
function scratchDirectory(): string {
  if (scratch !== null) return scratch;
  const made = mkdtempSync(`${tmpdir()}/hive-peers-build-`);
  process.once("exit", () => rmSync(made, { recursive: true, force: true }));
  writeFileSync(join(made, "empty.ts"), "");
  scratch = made;
  return made;
}

const sourceOf = ({ name }: System): string => join(import.meta.dir, `../adapters/${name}/enqueue-one.ts`);

type Compiled = { readonly executable: string } | { readonly refusal: string };
const compiled = new Map<string, Promise<Compiled>>();

/** Compiles each system's producer in the same way as hive's hook. */
async function compile(system: System): Promise<Compiled> {
  const executable = join(scratchDirectory(), system.name);
  const { success, logs } = await Bun.build({
    entrypoints: [sourceOf(system)],
    compile: { outfile: executable },
    target: "bun",
    format: "cjs",
    minify: true,
    bytecode: true,
    throw: false,
  });
  return success ? { executable } : { refusal: logs[0]?.message ?? "no reason given" };
}

async function trial(system: System, { size, signal }: MeasureContext): Promise<TrialResult> {
  const build = await compiled.getOrInsertComputed(system.name, () => compile(system));
  const commands: Record<string, string[]> = {
    "producer.empty": [process.execPath, join(scratchDirectory(), "empty.ts")],
    "producer.source": [process.execPath, sourceOf(system)],
    ...("executable" in build ? { "producer.compiled": [build.executable] } : {}),
  };
  await using site = await Site.open(system, signal);
  await site.startConsumer();
  const samples: Record<string, number[]> = {};
  let enqueued = 0;
  for (let turn = -WARM_UP; turn < TURNS[size]; turn += 1) {
    for (const [id, command] of Object.entries(commands)) {
      const ms = await time([...command, site.directory, `one ${enqueued}`], signal);
      if (id !== "producer.empty") enqueued += 1;
      if (turn >= 0) (samples[id] ??= []).push(ms);
    }
  }
  await site.checkEnd(enqueued);
  return { samples, notes: "refusal" in build ? [`cannot be compiled: ${build.refusal}`] : [] };
}

export const producer: Measure = {
  name: "producer",
  title: () =>
    `what a hook pays: a process that enqueues one entry, spawn to exit, while the consumer runs; in turn with an empty Bun script; ${WARM_UP} turns of warm-up a trial`,
  quantities: [
    { id: "producer.source", label: "from source", unit: "ms", summary: "percentiles" },
    { id: "producer.compiled", label: "compiled", unit: "ms", summary: "percentiles" },
    { id: "producer.empty", label: "empty script", unit: "ms", summary: "percentiles" },
  ],
  trials: { smoke: 1, quick: 2, full: 4 },
  isSideBySide: false,
  notOffered: offeredByAll,
  trial,
};
