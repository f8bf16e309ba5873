/** A machine of a fleet, on this machine's own network: real hooks, workers and commands. */
import { expect } from "bun:test";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { callHook, hive, payload } from "../../support/hive.ts";
import { tempDir } from "../../support/temp-dir.ts";

/** A machine: a home, and a project that is a clone of one repository. */
export function machine(url: string, settings: Readonly<Record<string, unknown>> = {}) {
  const home = tempDir();
  const dir = tempDir();
  const data = join(home.path, "data");
  const config = join(home.path, "config");
  mkdirSync(join(config, "hive"), { recursive: true, mode: 0o700 });
  writeFileSync(join(config, "hive/config.json"), JSON.stringify({ fleetUrl: url, ...settings }), { mode: 0o600 });
  mkdirSync(join(dir.path, ".git"), { recursive: true });
  writeFileSync(join(dir.path, ".git/HEAD"), "ref: refs/heads/main\n");
  writeFileSync(join(dir.path, ".git/config"), '[remote "origin"]\n\turl = https://u:p@host.example/ada/shop.git\n');
  const env: Record<string, string> = { XDG_DATA_HOME: data, XDG_CONFIG_HOME: config, HOME: home.path };
  const run = async (...args: string[]) => {
    await using child = hive([...args, "--root", dir.root], env);
    return await child.outcome();
  };
  return {
    dir,
    data,
    env,
    run,
    json: async <T>(...args: string[]): Promise<T> => {
      const { stdout, stderr, exitCode } = await run(...args, "--json");
      expect([args, stderr, exitCode]).toEqual([args, "", 0]);
      return JSON.parse(stdout) as T;
    },
    /** A call of the hook in a session, applied and forwarded. */
    call: async (name: string, fields: Readonly<Record<string, unknown>> = {}) => {
      await callHook(dir.root, payload(name, fields), env);
      return await run("worker", "--once", "--quiet");
    },
    [Symbol.dispose]: () => {
      dir[Symbol.dispose]();
      home[Symbol.dispose]();
    },
  };
}
