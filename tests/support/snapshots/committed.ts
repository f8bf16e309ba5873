import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { git } from "../git.ts";
import { Project } from "./snapshots.ts";

/** A project whose files are committed, and settled: git trusts the times of older files alone. */
export async function committed(
  files: Readonly<Record<string, string | Buffer>>,
  ...settings: readonly string[]
): Promise<Project> {
  const project = new Project();
  writeFileSync(project.path(".git/info/exclude"), ".hive-mind/\n");
  for (const setting of settings) git(project.top, "config", ...setting.split("="));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(join(project.path(path), ".."), { recursive: true });
    writeFileSync(project.path(path), text);
  }
  await Bun.sleep(20);
  git(project.top, "add", "-A");
  git(project.top, "commit", "-qm", "one");
  project.tracker = project.newTracker();
  return project;
}
