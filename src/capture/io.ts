import { type PathIo } from "../base/state-directory.ts";
import type { HoldsGit } from "../origin/user-directories.ts";
import { type LibcFiles, openLibcFiles } from "../platform/libc-files.ts";

/** The hook's system calls: from the C library, or the same over `node:fs`. */
export interface HookIo extends Omit<LibcFiles, "readStdin">, Pick<PathIo, "real"> {
  readStdin(...args: Parameters<LibcFiles["readStdin"]>): Uint8Array | Promise<Uint8Array>;
  /** Whether a directory holds `.git`: see `directoryByEnvironment`. */
  readonly holdsGit: HoldsGit;
}

/** Loads `node:fs`, which takes milliseconds: it is called only for a path with links in it. */
function real(path: string): string | null {
  try {
    return process.getBuiltinModule("node:fs").realpathSync(path);
  } catch {
    // The path does not exist, or this user may not see it.
    return null;
  }
}

/**
 * Opens the C library, which saves a third of the hook's time; `node:fs` elsewhere. It also sets the umask, so that
 * every new file is private to its user.
 */
export async function openHookIo(): Promise<HookIo> {
  const io = (await openLibcFiles()) ?? (await import("./node-io.ts")).nodeHookIo;
  io.umask(0o077);
  // A call asks for the directories around the user's own three times.
  const known: Record<string, boolean> = {};
  return { real, ...io, holdsGit: (directory) => (known[directory] ??= io.kind(`${directory}/.git`) !== null) };
}
