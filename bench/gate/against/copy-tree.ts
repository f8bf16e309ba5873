import { cpSync, existsSync, mkdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";

/** Untracked directories, for a tree without git. */
const LEFT_OUT = new Set([".git", "node_modules", "dist"]);

/** Copies the files that git knows or would take, with what was changed and not committed. */
export function copyTree(from: string, to: string): void {
  // A checkout in a container may belong to another user.
  const ask = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
  const listed = existsSync(join(from, ".git")) ? Bun.spawnSync(ask, { cwd: from }) : null;
  if (listed?.exitCode !== 0) return copyAll(from, to);
  for (const path of listed.stdout.toString().split("\0").filter(Boolean)) {
    // Deleted, and not yet committed.
    if (!existsSync(join(from, path))) continue;
    mkdirSync(dirname(join(to, path)), { recursive: true });
    cpSync(join(from, path), join(to, path), { verbatimSymlinks: true });
  }
}

/** `plugin/dist` is part of the repository; the others of that name are built. */
function copyAll(from: string, to: string): void {
  const isMeant = (path: string): boolean => !LEFT_OUT.has(basename(path)) || path === join(from, "plugin/dist");
  cpSync(from, to, { recursive: true, verbatimSymlinks: true, filter: isMeant });
}
