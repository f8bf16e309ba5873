import { statSync } from "node:fs";
import { nodeFiles, readRegular } from "../queue/files.ts";
import type { HookIo } from "./io.ts";

/** {@link HookIo} over `node:fs`, for systems whose C library is not opened. */
export const nodeHookIo: HookIo = {
  ...nodeFiles,
  size: (path) => statSync(path, { throwIfNoEntry: false })?.size ?? null,
  read(path) {
    try {
      return readRegular(path);
    } catch {
      // Missing or unreadable are one to the hook: it goes on with what it knows.
      return null;
    }
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
