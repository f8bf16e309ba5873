import { readFileSync } from "node:fs";
import { hookLogPaths } from "../../../src/capture/hook-log.ts";

/** What the hook said of a project where its state directory could not be written; empty for nothing. */
export function logElsewhere(root: string, env: Readonly<Record<string, string | undefined>> = {}): string {
  const [, ...elsewhere] = hookLogPaths(root, { ...process.env, ...env });
  return elsewhere.map(textIfAny).join("");
}

function textIfAny(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // It has not been written.
    return "";
  }
}
