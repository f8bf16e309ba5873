import { resolve } from "node:path";

// This installation's own files. A bundle has this module replaced: see install/hook/installation-module.ts.

/**
 * How hive came here: a `checkout` of its repository, a `package` of a package manager, a `plugin` of the agent, or a
 * `copy` beside the compiled hook. Setup makes the copy of a package, whose next update may remove its files.
 */
export type InstallationKind = "checkout" | "package" | "copy" | "plugin";

export const KIND = (import.meta.dir.includes("/node_modules/") ? "package" : "checkout") as InstallationKind;
export const MAIN_PROGRAM = resolve(import.meta.dir, "../cli/main.ts");
/** The program that starts hive from a shell. */
export const LAUNCHER = resolve(import.meta.dir, "../../bin/hive");
/** The JSON file whose `version` is the installation's. */
export const MANIFEST = resolve(import.meta.dir, "../../package.json");
