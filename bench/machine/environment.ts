import { Database } from "bun:sqlite";
import { existsSync, readFileSync } from "node:fs";
import { cpus, release, totalmem, type } from "node:os";
import { basename } from "node:path";
import type { Environment } from "../figures/result.ts";

/** The output of a command; "unknown" if it is missing or fails. */
function output(...command: readonly string[]): string {
  if (Bun.which(command[0]!) === null) return "unknown";
  const { stdout, exitCode } = Bun.spawnSync([...command], { stderr: "ignore" });
  return (exitCode === 0 && stdout.toString().trim()) || "unknown";
}

/** "ext4", "tmpfs", …; of ext4 also whether it has no journal: new files are slow there for a while after deletions. */
function fileSystemOf(directory: string): string {
  const [name = "unknown", device = ""] = output("df", "--output=fstype,source", directory)
    .split("\n")
    .at(-1)!
    .split(/\s+/);
  const options = `/proc/fs/ext4/${basename(device)}/options`;
  // The kernel lists `data=ordered` or another mode where there is a journal.
  const isWithoutJournal = name === "ext4" && existsSync(options) && !/^data=/m.test(readFileSync(options, "utf8"));
  return isWithoutJournal ? "ext4 without journal" : name;
}

/** @param directory where the queues of the benchmark are made: its file system is the one measured */
export function readEnvironment(directory: string): Environment {
  using db = new Database(":memory:");
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    kernel: `${type()} ${release()}`,
    fileSystem: fileSystemOf(directory),
    bun: Bun.version,
    sqlite: db.query<{ version: string }, []>("SELECT sqlite_version() AS version").get()!.version,
    commit: output("git", "-C", import.meta.dir, "describe", "--always", "--dirty"),
    startedAt: new Date().toISOString(),
  };
}
