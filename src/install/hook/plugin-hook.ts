/** The plugin's hook, compiled on its user's machine into the directory that the agent gives a plugin for its data. */
import { existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { hashOf } from "../../base/ids.ts";
import { VERSION } from "../../base/version.ts";
import { isBelievable, projectsOf } from "../../origin/user-directories.ts";
import { assertRuns } from "../../platform/darwin/signature.ts";
import { MAIN_PROGRAM } from "../../platform/installation.ts";
import { compileExecutable, temporaryFor } from "./compile.ts";

type Env = Readonly<Record<string, string | undefined>>;

/**
 * Compiles the hook of this copy of the plugin, if it is not compiled yet. The link `dist/compiled` leads to it, and
 * `bin/hive-hook` starts that. So a copy of another version, or in another place, runs its own source until its turn.
 * The agent removes the data directory with the plugin: then the link leads nowhere.
 * @returns its path; null if there is nothing to do, or no directory that can be the user's
 * @throws AggregateError with the compiler's messages
 */
export async function compilePluginHook(env: Env): Promise<string | null> {
  const data = env["CLAUDE_PLUGIN_DATA"];
  const dist = dirname(MAIN_PROGRAM);
  const link = join(dist, "compiled");
  // @mutant the plugin's hook is compiled into no project
  if (data === undefined || !isBelievable(data, projectsOf(env, undefined)) || existsSync(link)) return null;
  if (lstatSync(data, { throwIfNoEntry: false })?.uid !== process.geteuid?.()) return null;
  const directory = join(data, "hook");
  const command = join(directory, `hive-hook-${VERSION}-${hashOf(dist)}`);
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const temporary = temporaryFor(command);
  try {
    await compileExecutable(join(dist, "plugin-executable.js"), temporary, leaveOutDynamic(dist));
    assertRuns(temporary);
    renameSync(temporary, command);
    rmSync(link, { force: true });
    symlinkSync(command, link);
    removeOthers(directory, command);
  } finally {
    rmSync(temporary, { force: true });
  }
  return command;
}

/** Those of other copies: one that is still called runs from source again. */
function removeOthers(directory: string, command: string): void {
  for (const name of readdirSync(directory)) {
    const path = join(directory, name);
    if (path !== command && !name.endsWith(".tmp")) rmSync(path, { force: true });
  }
}

/** The plugin's hook asks it at each call. */
const ALWAYS_NEEDED = "./capture-plugin.js";

/** Modules that the bundle loads only when needed stay in place: the executable finds them by their absolute path. */
const leaveOutDynamic = (dist: string): Bun.BunPlugin => ({
  name: "rarely-needed",
  setup(build) {
    build.onResolve({ filter: /^\.\/[\w-]+\.js$/ }, ({ path, kind }) =>
      kind === "dynamic-import" && path !== ALWAYS_NEEDED ? { path: join(dist, path), external: true } : undefined,
    );
  },
});
