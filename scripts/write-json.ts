import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";

const TOP = resolve(import.meta.dir, "..");

/** Writes JSON as `bun fmt` leaves it. */
export function writeJson(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  const command = [process.execPath, "fmt", "--stdin-filepath", "result.json"];
  const formatted = Bun.spawnSync(command, { cwd: TOP, stdin: Buffer.from(JSON.stringify(value)) });
  if (formatted.exitCode !== 0)
    throw new Error(`bun fmt ended with ${formatted.exitCode}: ${formatted.stderr.toString()}`);
  writeFileSync(path, formatted.stdout);
}
