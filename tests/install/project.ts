import * as fs from "node:fs";
import { dirname, join } from "node:path";
import { HiveError } from "../../src/base/errors.ts";
import { findProjectPaths, type ProjectPaths } from "../../src/install/paths.ts";

export const NO_ANSWERS = {
  checkpointIntervalSeconds: undefined,
  workerStart: undefined,
  restore: undefined,
};

/** A git project in a directory, and a home beside it. */
export function makeProject(directory: string): ProjectPaths {
  const project = join(directory, "project");
  fs.mkdirSync(join(project, ".git"), { recursive: true });
  return findProjectPaths(project, { HOME: join(directory, "home") });
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
