import { existsSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import type { Agent, Env, Scope } from "../agents/agent.ts";
import { AGENTS, FIRST_AGENT } from "../agents/agents.ts";
import { nodeHookIo } from "../capture/node-io.ts";
import { systemHome } from "../origin/own-directory.ts";
import { stateRootOf } from "./state-root.ts";

export { type Scope, SCOPES } from "../agents/agent.ts";

/** The home of a user whom the system does not know, as in some containers. */
const NO_HOME = "/nonexistent";

/** The paths of the project around a working directory, and of its user. */
export interface ProjectPaths {
  /** The nearest directory above with a `.git`, else the working directory. */
  readonly project: string;
  readonly isGit: boolean;
  /** True for the home directory. Its state would serve every project below. */
  readonly isHome: boolean;
  /** The project's state directory. */
  readonly root: string;
  readonly agent: Agent;
  /** The agent's own directory of this user. */
  readonly agentDirectory: string;
  /** True if the agent has left a directory: it was started once. */
  readonly hasAgent: boolean;
  readonly env: Env;
  readonly settings: Readonly<Record<Scope, string>>;
  /**
   * The directories with setup's undo data. They are not in the home directory: a `.hive-mind` there would serve every
   * project below.
   */
  readonly receipts: Readonly<Record<Scope, string>>;
}

export function findProjectPaths(cwd: string, env: Env, agent: Agent = FIRST_AGENT): ProjectPaths {
  const repository = nearestGit(cwd);
  const project = repository ?? cwd;
  const home = resolve(cwd, env["HOME"] || systemHome() || NO_HOME);
  const { directory, settings, signs = [] } = agent.settings.locate({ cwd, project, home, env });
  const root = stateRootOf(cwd, env);
  const receipts = join(root, "setup");
  return {
    project,
    isGit: repository !== null,
    isHome: project === home || project === nodeHookIo.real(home),
    root,
    agent,
    agentDirectory: directory,
    hasAgent: [directory, ...signs].some((path) => existsSync(path)),
    env,
    settings,
    receipts: { project: receipts, local: receipts, user: join(directory, ".hive-mind", "setup") },
  };
}

/** The paths for each agent that the user has; those of the first agent where none is found. */
export function pathsOfFound(cwd: string, env: Env): [ProjectPaths, ...ProjectPaths[]] {
  const [first, ...others] = AGENTS.map((agent) => findProjectPaths(cwd, env, agent)).filter(
    ({ hasAgent }) => hasAgent,
  );
  return first === undefined ? [findProjectPaths(cwd, env)] : [first, ...others];
}

function nearestGit(from: string): string | null {
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, ".git"))) return directory;
    if (directory === dirname(directory)) return null;
  }
}
