import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { systemHome } from "../../origin/own-directory.ts";
import { shellWord } from "../../platform/own-command.ts";
import type { ProjectPaths } from "../paths.ts";
import { sha256 } from "../edit/receipt-paths.ts";

/**
 * The command that removes the service of a project's worker, which setup made until 0.3.0; null without one. hive does
 * not run it: the unit belongs to the user.
 */
export function oldServiceRemoval({
  project,
  root,
  env,
}: Pick<ProjectPaths, "project" | "root" | "env">): string | null {
  const name = `hive-${basename(project).replaceAll(/[^\w-]/g, "-")}-${sha256(root).slice(0, 8)}`;
  const home = env["HOME"] || systemHome();
  const unit = join(env["XDG_CONFIG_HOME"] || join(home, ".config"), "systemd/user", `${name}.service`);
  if (existsSync(unit)) return `systemctl --user disable --now ${name}.service; rm ${shellWord(unit)}`;
  const agent = join(home, "Library/LaunchAgents", `dev.${name}.plist`);
  if (!existsSync(agent)) return null;
  return `launchctl bootout gui/${process.getuid?.() ?? 0}/dev.${name}; rm ${shellWord(agent)}`;
}
