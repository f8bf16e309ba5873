import { existsSync } from "node:fs";
import { bunCommand, bunEnvironment } from "../platform/bun-command.ts";
import { MAIN_PROGRAM } from "../platform/installation.ts";
import { keepOutOfGit } from "../queue/ignore-file.ts";

/**
 * Starts a worker in the background: a session of its own, no terminal, no open file of the caller's. It ends by
 * itself when another one is at work.
 */
export function startWorker(root: string): Bun.Subprocess {
  // The queue may be there without a worker ever having seen to it: a repository can carry one.
  if (existsSync(root)) keepOutOfGit(root);
  const child = Bun.spawn([...bunCommand(), MAIN_PROGRAM, "worker", "run", "--background", "--quiet", "--root", root], {
    cwd: root,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
    detached: true,
    env: bunEnvironment(),
  });
  child.unref();
  return child;
}
