import { resolve } from "node:path";

// Where this installation's own files are. The plugin's bundle has this module replaced by scripts/build-plugin.ts.

export const MAIN_PROGRAM = resolve(import.meta.dir, "../cli/main.ts");
/** The program that starts hive from a shell. */
export const LAUNCHER = resolve(import.meta.dir, "../../scripts/hive");
/** The JSON file whose `version` is the installation's. */
export const MANIFEST = resolve(import.meta.dir, "../../package.json");
/** Whether this is the agent's plugin, which brings hooks of its own. */
export const IS_PLUGIN: boolean = false;
