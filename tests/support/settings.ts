import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { TUNING } from "../../src/base/config/config.ts";
import { projectOf } from "../../src/base/config/sources.ts";

/** What names the key and the settings of the tests' own user, for a process that is given no other environment. */
export const ownDirectories = (): Readonly<Record<string, string>> => ({
  XDG_DATA_HOME: process.env["XDG_DATA_HOME"]!,
  XDG_CONFIG_HOME: process.env["XDG_CONFIG_HOME"]!,
});

/** What a user's file says to set these: the constants stand apart. */
export function fileOf(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const [constants, settings] = [true, false].map((isConstant) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => name in TUNING === isConstant)),
  );
  return { ...settings, tuning: constants };
}

/** Sets something for one state directory, in the tests' own user's file: a project's file may set little. */
export function configure(root: string, settings: Readonly<Record<string, unknown>>): void {
  const path = `${process.env["XDG_CONFIG_HOME"]!}/hive/config.json`;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  let projects: Record<string, unknown> = {};
  try {
    ({ projects } = JSON.parse(readFileSync(path, "utf8")) as { projects: Record<string, unknown> });
  } catch {
    // None yet.
    projects = {};
  }
  // A hook reads so much of the file: what earlier tests have set is of no more use.
  const kept = Object.entries(projects).slice(-20);
  projects = Object.fromEntries([...kept, [projectOf(root, {}), fileOf(settings)]]);
  writeFileSync(path, JSON.stringify({ projects }), { mode: 0o600 });
}
