import { createHash } from "node:crypto";
import { basename } from "node:path";
import { projectDirectory } from "../origin/config-files.ts";
import type { Project } from "./page/data.ts";

/** A project whose state the page shows. */
export interface KnownProject extends Project {
  /** Its state directory. */
  readonly root: string;
}

const ID_CHARS = 12;

/** A project by its state directory. Its name in URLs does not reveal its path. */
export function projectAt(root: string, env: Readonly<Record<string, string | undefined>>): KnownProject {
  const path = projectDirectory(root, env);
  const id = createHash("sha256").update(root).digest("hex").slice(0, ID_CHARS);
  return { id, name: basename(path), path, root };
}
