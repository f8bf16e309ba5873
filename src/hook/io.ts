import type { Files } from "../queue/files.ts";
import { openLibcFiles } from "../queue/libc-files.ts";

/** What the hook needs of the system. */
export interface HookIo extends Files {
  /** The content of a small file; null when it cannot be read. */
  read(path: string): string | null;
  /** The size of what is at a path, following links; null when nothing is. */
  size(path: string): number | null;
  /** Sets what the process takes from the modes of new files. */
  umask(mask: number): void;
  readStdin(
    deadlineMs: number,
    maxBytes: number,
    isComplete: (bytes: Uint8Array) => boolean,
  ): Uint8Array | Promise<Uint8Array>;
}

/**
 * The C library where it can be had, which spares a third of the hook's time; `node:fs` elsewhere. Whatever the agent's
 * umask is, what the hook makes from here is for its user, who can read it, and for nobody else.
 */
export async function openHookIo(): Promise<HookIo> {
  const io = (await openLibcFiles()) ?? (await import("./node-io.ts")).nodeHookIo;
  io.umask(0o077);
  return io;
}
