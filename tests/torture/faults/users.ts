import { chmodSync, chownSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { Child } from "../../support/process.ts";
import { tempDir } from "../../support/temp-dir.ts";
import { has } from "./setup.ts";

const IS_ROOT = process.getuid?.() === 0;

/** Whether there can be processes of another user: needs root and util-linux's setpriv. */
export const CAN_BE_ANOTHER = IS_ROOT && has("setpriv");

/** Two users who are not root, to whom modes matter. */
export const NOBODY = 65_534;
export const SOMEBODY = 65_533;

/** Where another user has a key and settings; no home besides. */
export function ownOf(uid: number): Record<string, string> {
  const directory = `${process.env["XDG_DATA_HOME"]!}-of-${uid}`;
  mkdirSync(directory, { recursive: true });
  // Everybody may look for it.
  chmodSync(dirname(directory), 0o755);
  if (CAN_BE_ANOTHER) chownSync(directory, uid, uid);
  return { HOME: "/nonexistent", XDG_DATA_HOME: directory, XDG_CONFIG_HOME: directory };
}

/** hive as another user, who may read this worktree's source. */
export function hiveAs(uid: number, args: readonly string[], env: Record<string, string> = {}): Child {
  const main = `${import.meta.dir}/../../../src/cli/main.ts`;
  return new Child(`${import.meta.dir}/as-user-fixture.ts`, [String(uid), main, ...args], {
    HIVE_WORKER_START: "never",
    ...ownOf(uid),
    ...env,
  });
}

/** Runs a command as another user, or as this one where there can be no other. */
export function runAs(uid: number, umask: string, command: readonly string[], stdin = "", env = {}) {
  const user = CAN_BE_ANOTHER ? ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups"] : [];
  const script = ["sh", "-c", `umask ${umask} && exec "$@"`, "sh"];
  const { stdout, stderr, exitCode } = Bun.spawnSync([...user, ...script, ...command], {
    stdin: Buffer.from(stdin),
    env: { ...process.env, HIVE_WORKER_START: "never", ...ownOf(uid), ...env },
  });
  return { stdout: stdout.toString(), stderr: stderr.toString(), exitCode };
}

/** A directory of another user's, which all may look into. */
export function dirOf(uid: number) {
  const dir = tempDir();
  chmodSync(dir.path, 0o755);
  if (CAN_BE_ANOTHER) chownSync(dir.path, uid, uid);
  return dir;
}
