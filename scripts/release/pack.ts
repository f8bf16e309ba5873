/**
 * Makes the npm package as one file: `bun run pack [--to DIR]`. It holds hive's sources, and takes Bun from the
 * packages of Bun's own platforms, which a package manager chooses by system, processor and C library. So the
 * installation runs no script: by default npm 12, pnpm and Bun run none. Declarations of the library are added, so that
 * a user's compiler does not check hive's sources. Prints the file's path.
 */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { writeDeclarations } from "./pack-types.ts";
import manifest from "../../package.json" with { type: "json" };

const TOP = resolve(import.meta.dir, "../..");

/** The platforms of Bun that hive runs on, as the package `bun` names them in its own optional dependencies. */
const PLATFORMS = [
  "linux-x64",
  "linux-x64-musl",
  "linux-aarch64",
  "linux-aarch64-musl",
  "darwin-aarch64",
  "darwin-x64",
];

/** The manifest of the package: without what only a checkout needs, and with Bun in the version that hive was tested with. */
export function packedManifest(version = manifest.version): Record<string, unknown> {
  const { name, description, license, type, bin, exports, files, dependencies, engines } = manifest;
  const bun = engines.bun.replace(">=", "");
  return {
    name,
    version,
    description,
    license,
    keywords: ["claude-code", "codex", "agent", "session", "resume", "checkpoint", "queue", "sqlite", "bun"],
    type,
    bin,
    exports: { ".": { types: "./types/index.d.ts", default: exports["."] } },
    files: [...files, "types"],
    os: ["linux", "darwin"],
    // The doctor reads it.
    engines,
    dependencies,
    optionalDependencies: Object.fromEntries(PLATFORMS.map((platform) => [`@oven/bun-${platform}`, bun])),
  };
}

/**
 * @param to the directory for it
 * @param version @default hive's; tests of an update need another
 * @returns the path of the packed file
 */
export function pack(to: string, version = manifest.version): string {
  const stage = mkdtempSync(join(tmpdir(), "hive-pack-"));
  try {
    for (const path of manifest.files) {
      mkdirSync(dirname(join(stage, path)), { recursive: true });
      cpSync(join(TOP, path), join(stage, path), { recursive: true });
    }
    writeDeclarations(join(stage, "types"));
    writeFileSync(join(stage, "package.json"), `${JSON.stringify(packedManifest(version), null, 2)}\n`);
    mkdirSync(to, { recursive: true });
    const command = [process.execPath, "pm", "pack", "--ignore-scripts", "--destination", to];
    const { exitCode, stderr } = Bun.spawnSync(command, { cwd: stage, stdout: "ignore", stderr: "pipe" });
    if (exitCode !== 0) throw new Error(`bun pm pack: ${stderr.toString()}`);
    return join(to, `${manifest.name}-${version}.tgz`);
  } finally {
    rmSync(stage, { recursive: true, force: true });
  }
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { to: { type: "string" } } });
  process.stdout.write(`${pack(resolve(values.to ?? join(TOP, "dist")))}\n`);
}
