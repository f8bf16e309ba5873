import { readFileSync } from "node:fs";

/** A file of /proc; null where there is none, as on another system or of a process that has just ended. */
export function kernelText(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    // Each caller goes on with what it knows without it.
    return null;
  }
}
