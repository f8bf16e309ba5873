import { resolve } from "node:path";

/** Where this installation's own files are. A bundle brings its own copy of this module: there they lie elsewhere. */
export const MAIN_PROGRAM = resolve(import.meta.dir, "cli/main.ts");
/** The JSON file whose `version` is the installation's. */
export const MANIFEST = resolve(import.meta.dir, "../package.json");
