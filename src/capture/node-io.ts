import { realpathSync, statSync } from "node:fs";
import { isOwnFile, OTHERS_WRITE } from "../origin/own-file.ts";
import { lstatIfAny } from "../base/files/lstat-if-any.ts";
import { nodeFiles, readRegular } from "../base/files/files.ts";
import type { HookIo } from "./io.ts";

/** {@link HookIo} over `node:fs`, for systems whose C library is not opened. */
export const nodeHookIo: HookIo = {
  ...nodeFiles,
  size: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? null,
  kind(path) {
    const stat = lstatIfAny(path);
    if (stat === undefined) return null;
    if (stat.isDirectory() && stat.uid !== process.geteuid?.()) return "another's";
    if (stat.isDirectory()) return (stat.mode & 0o700) === 0o700 ? "directory" : "shut";
    return stat.isSymbolicLink() ? "link" : "other";
  },
  real(path) {
    try {
      return realpathSync(path);
    } catch {
      // The path does not exist, or this user may not see it.
      return null;
    }
  },
  holdsGit: (directory) => nodeHookIo.kind(`${directory}/.git`) !== null,
  owns: (path) => lstatIfAny(path)?.uid === process.geteuid?.(),
  read: (path) => readIfAny(path, false),
  readOwn(path) {
    const stat = statSync(path, { throwIfNoEntry: false });
    return stat !== undefined && isOwnFile(stat, OTHERS_WRITE) ? readIfAny(path, true) : null;
  },
  umask: (mask) => void process.umask(mask),
  async readStdin(deadlineMs, maxBytes, isComplete) {
    const chunks: Uint8Array[] = [];
    let length = 0;
    const reader = Bun.stdin.stream().getReader();
    const deadline = Bun.sleep(deadlineMs).then(() => ({ done: true as const, value: undefined }));
    while (length < maxBytes) {
      const { value } = await Promise.race([reader.read(), deadline]);
      if (value === undefined) break;
      chunks.push(value);
      length += value.length;
      if (value.at(-1) === 0x0a && isComplete(Buffer.concat(chunks))) break;
    }
    return Buffer.concat(chunks);
  },
};

function readIfAny(path: string, followed: boolean): string | null {
  try {
    return readRegular(path, undefined, followed);
  } catch {
    // The hook treats missing and unreadable files alike: it goes on without them.
    return null;
  }
}
