import type { TailFilter } from "../agents/claude-code/transcript.ts";
import { Exclusion } from "../base/exclude/exclusion.ts";
import { namesExcluded } from "../base/exclude/excluded-names.ts";
import { realPathOf } from "../base/files/real-path.ts";
import { projectDirectory } from "../origin/config-files.ts";
import { homeOf } from "../origin/own-directory.ts";
import type { SavedSession } from "../store/sqlite/read/saved-session.ts";

/** Finds the excluded paths in data that recall reads from elsewhere than the store: the hook saves none of them. */
export interface ExcludedData extends TailFilter {
  readonly covers: (path: string) => boolean;
}

/** Loaded only if a setting excludes something. @param globs the setting `exclude` */
export function excludedFrom(
  globs: readonly string[],
  root: string,
  { cwd, worktree, directory: began }: SavedSession,
): ExcludedData {
  const others = [worktree, began].filter((path) => path !== null);
  const projects = [projectDirectory(root), ...others] as const;
  const exclusion = new Exclusion({ globs, projects, home: homeOf(process.env, root), real: realPathOf });
  const directory = cwd ?? undefined;
  return {
    hides: (input) => namesExcluded(exclusion, input, directory),
    mask: (text) => exclusion.mask(text, directory),
    covers: (path) => exclusion.covers(path, directory),
  };
}
