import type { HookCommand } from "../agent.ts";

/**
 * The shell line in settings that are shared through git. It runs the hook that each user's own setup has named in the
 * user's data directory. Without hive it exits with 0 and prints nothing. `exec` keeps the agent the hook's parent.
 */
// @mutant shared settings do nothing where hive is not installed
export const SHARED_LINE = 'h=${XDG_DATA_HOME:-$HOME/.local/share}/hive/hive-hook; [ -r "$h" ] && . "$h"; exit 0';

/** The shared hook as a program: agents pass a command without arguments to the shell. */
export const SHARED_HOOK: HookCommand = { command: "/bin/sh", args: ["-c", SHARED_LINE] };

export const isShared = ({ command, args }: HookCommand): boolean =>
  command === SHARED_HOOK.command && args[0] === "-c" && args[1] === SHARED_LINE;
