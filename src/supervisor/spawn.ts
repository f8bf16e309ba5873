import { existsSync } from "node:fs";
import { bunCommand, bunEnvironment } from "../platform/bun/bun-command.ts";
import { MAIN_PROGRAM } from "../platform/installation.ts";
import { keepOutOfGit } from "../git/ignore-file.ts";

/**
 * Starts a worker in the background: a session of its own, no terminal, no open file of the caller's. It ends at once
 * if another one is at work.
 */
export function spawnWorker(root: string): Bun.Subprocess {
  // The queue may be there without a worker ever having seen to it: a repository can carry one.
  // @mutant a queue that a repository carries is kept out of git before a worker starts
  if (existsSync(root)) keepOutOfGit(root);
  const child = Bun.spawn([...bunCommand(), MAIN_PROGRAM, "worker", "run", "--background", "--quiet", "--root", root], {
    cwd: root,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    detached: true,
    env: ownEnvironment(),
  });
  child.unref();
  return child;
}

/** A cloned project's settings can set variables for an agent's hooks: no such one sends what is saved anywhere. */
function ownEnvironment(): Record<string, string | undefined> {
  const env = bunEnvironment();
  // @mutant a worker in the background takes no server from the environment
  delete env["HIVE_FLEET_URL"];
  return env;
}
