/** Directories of a measured program's own: its home, its user's settings, its project. */
import { closeSync, constants, mkdirSync, openSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { freshRoot } from "../../harness/rig.ts";

export interface State extends Disposable {
  /** The `.hive-mind` directory, not made yet. */
  readonly root: string;
  readonly env: Readonly<Record<string, string>>;
}

/** @param settings the user's configuration of hive. @default none */
export function freshState(settings: Readonly<Record<string, unknown>> = {}): State {
  const fresh = freshRoot();
  const project = dirname(fresh.root);
  const home = join(dirname(project), "home");
  const config = join(home, "config");
  mkdirSync(join(config, "hive"), { recursive: true, mode: 0o700 });
  writeFileSync(join(config, "hive/config.json"), JSON.stringify(settings), { mode: 0o600 });
  const env = {
    HOME: home,
    XDG_CONFIG_HOME: config,
    XDG_DATA_HOME: join(home, "data"),
    XDG_STATE_HOME: join(home, "state"),
    HIVE_ROOT: fresh.root,
    HIVE_WORKER_START: "never",
  };
  return { root: fresh.root, env, [Symbol.dispose]: () => fresh[Symbol.dispose]() };
}

/** Holds a doorbell open, as a worker does that listens. @param root of a queue that has been made */
export function holdDoorbell(root: string): Disposable {
  const path = join(root, "queue/doorbell");
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const made = Bun.spawnSync(["mkfifo", "-m", "600", path]);
  if (made.exitCode !== 0) throw new Error(`no doorbell can be made: ${made.stderr.toString()}`);
  const fd = openSync(path, constants.O_RDWR | constants.O_NONBLOCK);
  return { [Symbol.dispose]: () => closeSync(fd) };
}
