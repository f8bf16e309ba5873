import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { HiveError } from "../../src/base/errors.ts";
import { findPlace, type Place } from "../../src/install/place.ts";

export const NO_ANSWERS = {
  checkpointIntervalSeconds: undefined,
  deadLetterRetentionDays: undefined,
  worker: undefined,
  restoreContext: undefined,
};

/** A git project in a directory, and a home beside it. */
export function makePlace(directory: string): Place {
  const project = join(directory, "project");
  fs.mkdirSync(join(project, ".git"), { recursive: true });
  return findPlace(project, { HOME: join(directory, "home") });
}

/** Writes a file; null: none. */
export function write(path: string, text: string | null): void {
  if (text === null) return;
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.writeFileSync(path, text);
}

/** A file's content; null: there is none. */
export const read = (path: string): string | null => (fs.existsSync(path) ? fs.readFileSync(path, "utf8") : null);

export function thrownBy(action: () => unknown): HiveError {
  try {
    action();
  } catch (error) {
    if (error instanceof HiveError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}
