import { Database } from "bun:sqlite";
import { cpus, release, totalmem, type } from "node:os";
import type { Environment } from "./results.ts";

/** The first line that a command prints; "unknown" where there is no such command or it fails. */
function output(...command: readonly string[]): string {
  if (Bun.which(command[0]!) === null) return "unknown";
  const { stdout, exitCode } = Bun.spawnSync([...command], { stderr: "ignore" });
  return (exitCode === 0 && stdout.toString().trim()) || "unknown";
}

/** @param directory where the queues of the benchmark are made: its file system is the one measured */
export function readEnvironment(directory: string): Environment {
  using db = new Database(":memory:");
  return {
    cpu: cpus()[0]?.model ?? "unknown",
    cores: cpus().length,
    memoryGiB: Math.round(totalmem() / 1024 ** 3),
    kernel: `${type()} ${release()}`,
    fileSystem: process.platform === "linux" ? output("stat", "-f", "-c", "%T", directory) : "unknown",
    bun: Bun.version,
    sqlite: db.query<{ version: string }, []>("SELECT sqlite_version() AS version").get()!.version,
    commit: output("git", "-C", import.meta.dir, "describe", "--always", "--dirty"),
    startedAt: new Date().toISOString(),
  };
}
