import { join, resolve } from "node:path";
import type { AgentFiles, Where } from "../agent.ts";

/** The paths of Claude Code's settings. */
export function locate({ cwd, project, home, env }: Where): AgentFiles {
  const directory = resolve(cwd, env["CLAUDE_CONFIG_DIR"] || join(home, ".claude"));
  return {
    directory,
    settings: {
      project: join(project, ".claude", "settings.json"),
      local: join(project, ".claude", "settings.local.json"),
      user: join(directory, "settings.json"),
    },
  };
}
