import { constants, mkdirSync, openSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { queueDirectories, queuePaths } from "../../src/queue/layout.ts";

const PAYLOAD = resolve(import.meta.dir, "../../tests/fixtures/hook-payloads/03-posttooluse-edit.json");
const EDIT = JSON.parse(readFileSync(PAYLOAD, "utf8")) as object;

/** A compiled hook, or a script in its place, in one state of the throttle. */
export interface HookCase {
  readonly name: string;
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** The agent's directory, a git repository. */
  readonly project: string;
  readonly wallMs: number[];
}

/** A home and a project of its own, with the settings where hive 0.1.0 and where later ones look for them. */
export function prepareHook(
  directory: string,
  name: string,
  command: readonly string[],
  checkpointIntervalSeconds: number,
): HookCase {
  const home = join(directory, String(Bun.hash(name)));
  const project = join(home, "project");
  const paths = queuePaths(join(project, ".hive-mind"));
  for (const path of [...queueDirectories(paths), `${home}/.config/hive`])
    mkdirSync(path, { recursive: true, mode: 0o700 });
  const text = JSON.stringify({ checkpointIntervalSeconds });
  for (const path of [`${paths.root}/config.json`, `${home}/.config/hive/config.json`])
    writeFileSync(path, text, { mode: 0o600 });
  writeFileSync(`${paths.root}/.gitignore`, "*\n", { mode: 0o600 });
  Bun.spawnSync(["git", "init", "-q", "-b", "main", project]);
  Bun.spawnSync(["mkfifo", "-m", "600", paths.doorbell]);
  openSync(paths.doorbell, constants.O_RDWR | constants.O_NONBLOCK);
  const env = { HOME: home, CLAUDE_PROJECT_DIR: project, HIVE_WORKER_START: "never" };
  return { name, command, env, project, wallMs: [] };
}

/** @param call its number: each is a call of its own. @returns the milliseconds from spawn to exit */
export async function timeHook({ command, env, project }: HookCase, call: number): Promise<number> {
  const stdin = new Blob([JSON.stringify({ ...EDIT, tool_use_id: `t${call}`, cwd: project })]);
  const startMs = performance.now();
  await Bun.spawn([...command], { cwd: project, stdin, stdout: "ignore", stderr: "ignore", env }).exited;
  return performance.now() - startMs;
}
