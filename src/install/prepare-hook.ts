import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { bunCommand } from "../platform/bun-command.ts";
import { hookState } from "./hook-build.ts";
import { canRun, compiledHook, interpretedHook } from "./hook-command.ts";
import type { HookCommand } from "./settings.ts";

const TOP = resolve(import.meta.dir, "../..");

/**
 * Compiles the hook for this machine where that has not been done, or the sources have changed since.
 * @returns the command that can be had
 */
export async function prepareHook(top = TOP): Promise<HookCommand> {
  const compiled = compiledHook(top);
  const script = join(top, "scripts/build-hook.ts");
  if (!existsSync(script)) return canRun(compiled) ? compiled : interpretedHook();
  if (canRun(compiled) && hookState(top).stale === null) return compiled;
  const build = Bun.spawn([...bunCommand(), script], {
    cwd: top,
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
  });
  // One that is stale is no better than the sources, which are what the user has now.
  return (await build.exited) === 0 && canRun(compiled) ? compiled : interpretedHook();
}
