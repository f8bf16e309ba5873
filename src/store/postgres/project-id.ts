import { createHash } from "node:crypto";
import { originOf } from "../../git/git-remote.ts";
import { rootCommitOf } from "../../git/root-commit.ts";
import type { Source } from "../target.ts";

/** A project's identity in a fleet. */
export interface FleetProject {
  readonly id: string;
  readonly name: string;
  /** The first commit of its repository; null if it is not known. */
  readonly root: string | null;
}

/**
 * Two clones of one repository are one project, by their remote or their first commit. A directory without either is a
 * project of its machine's alone, by a hash that reveals no path.
 */
export async function fleetProject({ machine, project }: Pick<Source, "machine" | "project">): Promise<FleetProject> {
  const name = project.slice(project.lastIndexOf("/") + 1) || project;
  const origin = originOf(project);
  const root = await rootCommitOf(project);
  if (origin !== null) return { id: origin, name, root };
  if (root !== null) return { id: `root:${root}`, name, root };
  return {
    root,
    id: `local:${createHash("sha256").update(`${machine}\n${project}`).digest("hex").slice(0, 32)}`,
    name,
  };
}
