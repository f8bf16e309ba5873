import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { HookCommand } from "../../agents/agent.ts";
import { KIND } from "../../platform/installation.ts";
import { bunCommand, bunEnvironment } from "../../platform/bun/bun-command.ts";
import { hookState } from "./stamp.ts";
import { canRun } from "../../platform/programs.ts";
import { compiledHook, interpretedHook } from "./command.ts";

const TOP = resolve(import.meta.dir, "../../..");
const MAX_REASON_CHARS = 300;

/** The hook that this installation can offer. */
export interface PreparedHook {
  readonly command: HookCommand;
  /** The reason why it is not the compiled one, which takes half the time; null if it is. */
  readonly failure: string | null;
}

/**
 * Compiles the hook for this machine if it is missing or its sources have changed. If that fails, the hook runs from
 * source.
 */
export async function prepareHook(top = TOP): Promise<PreparedHook> {
  const command = compiledHook(top);
  const script = join(top, "scripts/build-hook.ts");
  if (KIND === "copy" || !existsSync(script)) {
    const isWhole = canRun(command) && hookState(top, false).stale === null;
    if (isWhole) return { command, failure: null };
    return { command: interpretedHook(), failure: "this installation came without the script that compiles it" };
  }
  if (canRun(command) && hookState(top).stale === null) return { command, failure: null };
  const build = Bun.spawn([...bunCommand(), script], {
    cwd: top,
    env: bunEnvironment(),
    stdin: "ignore",
    stdout: "ignore",
    stderr: "pipe",
  });
  const [complaint, exitCode] = await Promise.all([new Response(build.stderr).text(), build.exited]);
  if (exitCode === 0 && canRun(command)) return { command, failure: null };
  // A stale compiled hook is no better than the sources, which are the user's present version.
  const failure = `${reasonIn(complaint) ?? `exit code ${exitCode}`} (bun ${script})`;
  return { command: interpretedHook(), failure };
}

/** The line of Bun's error output that gives the reason. */
function reasonIn(complaint: string): string | null {
  const lines = complaint.split("\n").map((line) => line.trim());
  const found = lines.find((line) => /^\w*error\b/i.test(line)) ?? lines.find((line) => line !== "");
  return found?.slice(0, MAX_REASON_CHARS) ?? null;
}
