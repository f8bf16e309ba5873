import { mkdirSync, utimesSync, writeFileSync } from "node:fs";

const IDENTITY = ["user.name=n", "user.email=n@example.com", "init.defaultBranch=main", "commit.gpgsign=false"];
const flags = [...IDENTITY, "protocol.file.allow=always"].flatMap((setting) => ["-c", setting]);

/** Runs git in a directory, in which it knows whoever commits. @returns what it printed */
export function git(cwd: string, ...args: readonly string[]): string {
  // Without it Bun hands on what this process was started with, whatever was deleted since.
  const { env } = process;
  const { exitCode, stdout, stderr } = Bun.spawnSync(["git", ...flags, ...args], { cwd, env, stderr: "pipe" });
  if (exitCode !== 0) throw new Error(stderr.toString());
  return stdout.toString().trim();
}

/** A repository with one commit of `a.txt`, which has other content of the same size since. */
export function repository(path: string, ...args: readonly string[]): void {
  mkdirSync(path, { recursive: true });
  git(path, "init", "-q", ...args);
  writeFileSync(`${path}/a.txt`, "one");
  git(path, "add", ".");
  git(path, "commit", "-qm", "one");
  touchFile(`${path}/a.txt`);
}

/** Only its content tells that a file has changed: git has to read it, through its filter. */
export function touchFile(path: string): void {
  writeFileSync(path, "two");
  utimesSync(path, 1, 1);
}
