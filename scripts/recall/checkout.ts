/** Another project's sources for the time of a measurement. */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { HiveError } from "../../src/base/errors.ts";

export interface Project {
  readonly name: string;
  readonly url: string;
  /** The state that is measured. */
  readonly commit: string;
  readonly paths: readonly string[];
}

/**
 * Its paths, below a new directory in `temporary`.
 * @param given a git directory or a checkout of it, or undefined: then it is fetched
 * @throws HIVE_NOT_FOUND when git cannot give them
 */
export function checkOut(project: Project, given: string | undefined, temporary: string): string {
  const { name, url, commit, paths } = project;
  const target = join(temporary, name);
  mkdirSync(target);
  let source = given;
  if (source === undefined) {
    source = join(temporary, `${name}.git`);
    git(["init", "--quiet", "--bare", source], temporary);
    git(["fetch", "--quiet", "--depth=1", url, commit], source);
  }
  const archive = join(temporary, `${name}.tar`);
  git(["archive", `--output=${archive}`, commit, ...paths], source);
  run(["tar", "-xf", archive, "-C", target], target);
  return target;
}

/** A repository's own configuration is not for this. */
function git(args: readonly string[], cwd: string): void {
  run(["git", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=/dev/null", ...args], cwd);
}

function run(command: string[], cwd: string): void {
  const { exitCode, stderr } = Bun.spawnSync(command, { cwd, stdout: "ignore", stderr: "pipe" });
  if (exitCode === 0) return;
  throw new HiveError("HIVE_NOT_FOUND", `${command.join(" ")}: ${stderr.toString().trim()}`);
}
