import { type LibcFiles, openLibcFiles } from "../platform/libc-files.ts";

/** What the hook needs of the system: what the C library gives it, or the same over `node:fs`. */
export interface HookIo extends Omit<LibcFiles, "readStdin"> {
  readStdin(...args: Parameters<LibcFiles["readStdin"]>): Uint8Array | Promise<Uint8Array>;
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
