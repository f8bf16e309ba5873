import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { System } from "./systems.ts";

interface Manifest {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

function manifestOf(directory: string): Manifest | null {
  const path = join(directory, "package.json");
  return existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Manifest) : null;
}

const modules = join(import.meta.dir, "node_modules");

/** The installed version of a system, as " 1.2.3"; empty if it is not a package. */
export function versionOf(system: System): string {
  const manifest = system.package === null ? null : manifestOf(join(modules, system.package));
  return manifest?.version === undefined ? "" : ` ${manifest.version}`;
}

/** Whether the versions that this directory asks for are there. */
function isInstalled(): boolean {
  const { dependencies = {} } = manifestOf(import.meta.dir)!;
  return Object.entries(dependencies).every(([name, version]) => manifestOf(join(modules, name))?.version === version);
}

/** Installs the peers on first use: nobody else needs them. @throws when they cannot be had */
export function ensureInstalled(say: (text: string) => void): void {
  if (isInstalled()) return;
  say("installing the peers into bench/peers/node_modules\n");
  const install = Bun.spawnSync([process.execPath, "install", "--frozen-lockfile", "--ignore-scripts"], {
    cwd: import.meta.dir,
    stdout: "ignore",
    stderr: "inherit",
  });
  if (!install.success || !isInstalled()) {
    throw new Error(
      "the peers could not be installed: run bun install --frozen-lockfile --ignore-scripts in bench/peers",
    );
  }
}
