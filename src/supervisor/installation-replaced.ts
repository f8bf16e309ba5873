import { readFileSync } from "node:fs";
import { MANIFEST } from "../platform/installation.ts";
import { VERSION } from "../base/version.ts";

/** Whether the installation that this process was started from now has another version, or is gone. */
export function isReplaced(manifest = MANIFEST): boolean {
  try {
    return (JSON.parse(readFileSync(manifest, "utf8")) as { version?: unknown }).version !== VERSION;
  } catch {
    // Being replaced just now, or removed: a missing program cannot be started again either.
    return true;
  }
}
