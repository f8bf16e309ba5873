import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";

/** Which settings file: the project's (shared through git), one's own in the project, or one's own everywhere. */
export const SCOPES = ["project", "local", "user"] as const;
export type Scope = (typeof SCOPES)[number];

/** Where things are for someone who stands in a directory. */
export interface Place {
  /** The nearest directory above that holds `.git`, else the one stood in. */
  readonly project: string;
  readonly isGit: boolean;
  /** Whether it is the home directory, whose state would be taken for that of every project below. */
  readonly isHome: boolean;
  /** The project's state directory. */
  readonly root: string;
  /** Claude Code's own directory, and whether it is there. */
  readonly claude: string;
  readonly hasClaude: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly settings: Readonly<Record<Scope, string>>;
  /**
   * Where setup keeps what it needs to undo itself. Not in the home directory: a `.hive-mind` there would be taken
   * for the state of every project below.
   */
  readonly receipts: Readonly<Record<Scope, string>>;
}

export function findPlace(cwd: string, env: Readonly<Record<string, string | undefined>>): Place {
  const repository = nearestGit(cwd);
  const project = repository ?? cwd;
  const home = resolve(cwd, env["HOME"] || homedir());
  const claude = resolve(cwd, env["CLAUDE_CONFIG_DIR"] || join(home, ".claude"));
  const root = resolve(cwd, env["HIVE_ROOT"] || join(project, ".hive-mind"));
  const receipts = join(root, "setup");
  return {
    project,
    isGit: repository !== null,
    isHome: project === home,
    root,
    claude,
    hasClaude: existsSync(claude),
    env,
    settings: {
      project: join(project, ".claude", "settings.json"),
      local: join(project, ".claude", "settings.local.json"),
      user: join(claude, "settings.json"),
    },
    receipts: { project: receipts, local: receipts, user: join(claude, ".hive-mind", "setup") },
  };
}

function nearestGit(from: string): string | null {
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, ".git"))) return directory;
    if (directory === dirname(directory)) return null;
  }
}
