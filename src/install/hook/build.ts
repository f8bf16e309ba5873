/** Compiles the hook for this machine. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import { VERSION } from "../../base/version.ts";
import { compiledHook } from "./command.ts";
import { assertRuns } from "../../platform/darwin/signature.ts";
import { KIND } from "../../platform/installation.ts";
import { shellWord } from "../../platform/own-command.ts";
import { compileProgram, temporaryFor } from "./compile.ts";
import type { InstallationPaths } from "./installation-module.ts";
import { type HookStamp, readStamp, sha256, stampPath } from "./stamp.ts";

const TOP = resolve(import.meta.dir, "../../..");

const CHECKOUT: InstallationPaths = {
  kind: "checkout",
  main: "../../src/cli/main.ts",
  launcher: "../../bin/hive",
  manifest: "../../package.json",
};
/** Beside the hook of a package. Its directory has a name of its own, so that a running hook keeps its modules. */
const COPY: InstallationPaths = {
  kind: "copy",
  main: "main.js",
  launcher: "../hive",
  manifest: "../hive-hook.json",
};

/**
 * Compiles the hook and stamps it. A rename replaces the old one in one step, since an agent may be calling it.
 * @returns its path
 */
export async function buildHook(top = TOP): Promise<string> {
  const { command } = compiledHook(top);
  const directory = dirname(command);
  const isCopy = KIND === "package";
  const parts = join(directory, isCopy ? Bun.randomUUIDv7().replaceAll("-", "") : "hook");
  mkdirSync(directory, { recursive: true, mode: isCopy ? 0o700 : 0o777 });
  const temporary = temporaryFor(command);
  try {
    const hook = { top, parts, installation: isCopy ? COPY : CHECKOUT };
    const inputs = await compileProgram(join(top, "src/capture/executable.ts"), temporary, hook);
    assertRuns(temporary);
    const hashes = inputs.map((path) => [relative(top, path), sha256(path)]);
    const { size: bytes } = statSync(temporary);
    const before = readStamp(top)?.parts;
    const stamp: HookStamp = {
      version: VERSION,
      bun: Bun.version,
      bytes,
      parts: basename(parts),
      files: readdirSync(parts),
      inputs: Object.fromEntries(hashes),
    };
    // @mutant a new hook replaces the old one in one step
    renameSync(temporary, command);
    replaceText(stampPath(top), `${JSON.stringify(stamp, null, 2)}\n`);
    if (isCopy) {
      writeLauncher(top, parts);
      removeOldParts(directory, [stamp.parts, before]);
    }
  } finally {
    rmSync(temporary, { force: true });
  }
  return command;
}

function replaceText(path: string, text: string, mode = 0o600): void {
  const temporary = `${path}.${process.pid}.tmp`;
  writeFileSync(temporary, text, { mode });
  renameSync(temporary, path);
}

/** The command line of the copy: it outlives the package, such as one that npx has fetched. */
function writeLauncher(top: string, parts: string): void {
  const { command } = compiledHook(top);
  const directory = dirname(command);
  replaceText(join(directory, "find-bun"), readFileSync(join(top, "plugin/bin/find-bun"), "utf8"));
  const text = `#!/bin/sh
# hive's commands, as hive setup has copied them beside the hook. The hook is a Bun as well.
top=${shellWord(directory)}
. "$top/find-bun"
BUN_BE_BUN=1 exec "$top/${basename(command)}" $bun_flags "$top/${basename(parts)}/main.js" "$@"
`;
  replaceText(join(directory, "hive"), text, 0o700);
}

/** A call that began before the update may still load a module: the last hook's stay until the next update. */
const OLD_MS = 3_600_000;

function removeOldParts(directory: string, kept: readonly (string | undefined)[]): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    // @mutant an update leaves the modules of a hook that may be running
    if (!/^[0-9a-f]{32}$/.test(name) || kept.includes(name)) continue;
    // Another setup may be at work.
    if (Date.now() - statSync(path).mtimeMs > OLD_MS) rmSync(path, { recursive: true, force: true });
  }
}
