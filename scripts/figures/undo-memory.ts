/**
 * Prints what an undo of very many files takes, for docs/undo.md: the most memory that each command has held, and its time.
 *
 *     bun scripts/figures/undo-memory.ts [--files 250000]
 *
 * One call deletes all files of a repository in memory. Then the plan, the undo and the redo run, a process each.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { runScript } from "../../bench/command/script.ts";
import { runToEnd } from "../../bench/harness/run-program.ts";
import { Repository } from "../../bench/load/worktree.ts";
import { memoryDirectory } from "../../bench/machine/memory-directory.ts";
import { ProjectSnapshots } from "../../src/snapshots/project-snapshots.ts";
import { Tracker } from "../../src/snapshots/tracker.ts";
import { findWorktree } from "../../src/snapshots/worktree.ts";

const MAIN = resolve(import.meta.dir, "../../src/cli/main.ts");
const BYTES_PER_FILE = 20_000;
const BYTES_PER_MB = 1e6;
const BYTES_PER_MIB = 1024 ** 2;
const COMMANDS = [
  ["undo", "--dry-run"],
  ["undo", "--dry-run", "--json"],
  ["undo", "--yes"],
  ["redo", "--yes"],
] as const;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** A call has deleted all files, as the snapshots before and after it say. */
async function deleteAll(top: string, root: string, env: Readonly<Record<string, string>>): Promise<void> {
  const worktree = findWorktree(root, top, env);
  if ("refused" in worktree) throw new Error(worktree.refused);
  using snapshots = ProjectSnapshots.open(root, env)!;
  const tracker = new Tracker(worktree, snapshots.catalogue, snapshots.objects);
  const sessionId = "undo-memory";
  const common = { sessionId, paths: null, exclude: [] } as const;
  await tracker.take({ ...common, trigger: "start", calls: [], nowMs: Date.now() });
  rmSync(join(top, "src"), { recursive: true });
  const calls = [{ key: "toolu_1", tool: "Bash", sessionId }];
  await tracker.take({ ...common, trigger: "call", calls, nowMs: Date.now() });
}

/** @throws where files are missing or too many: the figures would be void */
function assertFiles(directory: string, wanted: number): void {
  const entries = existsSync(directory) ? readdirSync(directory, { recursive: true, withFileTypes: true }) : [];
  const found = entries.filter((entry) => entry.isFile()).length;
  if (found !== wanted) throw new Error(`${found} files are there instead of ${wanted}`);
}

async function main(): Promise<void> {
  const { signal } = new AbortController();
  const { values } = parseArgs({ options: { files: { type: "string", default: "250000" } } });
  const files = Number(values.files);
  const directory = mkdtempSync(join(memoryDirectory(files * BYTES_PER_FILE) ?? tmpdir(), "hive-undo-memory-"));
  try {
    const top = join(directory, "worktree");
    const root = join(top, ".hive-mind");
    const own = (name: string): string => join(directory, name);
    const env = { HOME: own("home"), XDG_DATA_HOME: own("data"), XDG_CONFIG_HOME: own("config"), HIVE_CWD: top };
    await Repository.make(top, files, signal);
    mkdirSync(root);
    await deleteAll(top, root, env);
    for (const words of COMMANDS) {
      const command = [process.execPath, MAIN, "--root", root, ...words];
      const { wallMs, peakMiB } = await runToEnd(command, { signal, env, cwd: top, watchesMemory: true });
      const megabytes = peakMiB === null ? "?" : Math.round((peakMiB * BYTES_PER_MIB) / BYTES_PER_MB);
      say(`hive ${words.join(" ")}: ${files} files, ${megabytes} MB, ${(wallMs / 1000).toFixed(1)} s`);
      if (words[1] === "--yes") assertFiles(join(top, "src"), words[0] === "undo" ? files : 0);
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

await runScript(main);
