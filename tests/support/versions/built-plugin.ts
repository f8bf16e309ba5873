import { cpSync, existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { OWN_DIRECTORY } from "../own-directories.ts";

const BUILD = resolve(import.meta.dir, "../../../scripts/release/build-plugin.ts");

/**
 * A copy of the plugin as the sources give it, built once in a process.
 * @param to the directory to make
 */
export function copyPlugin(to: string): void {
  const built = join(OWN_DIRECTORY, "plugin");
  if (!existsSync(built)) {
    const { exitCode, stderr } = Bun.spawnSync([process.execPath, BUILD, "--to", built]);
    if (exitCode !== 0) throw new Error(stderr.toString());
  }
  cpSync(built, to, { recursive: true });
}
