// @bun
import {
  nodeFiles,
  readRegular
} from "./main-pnc3wa6g.js";

// src/hook/node-io.ts
import { statSync } from "fs";
var nodeHookIo = {
  ...nodeFiles,
  size: (path) => statSync(path, { throwIfNoEntry: !1 })?.size ?? null,
  read(path) {
    try {
      return readRegular(path);
    } catch {
      return null;
    }
  },
  umask: (mask) => void process.umask(mask),
  async readStdin(deadlineMs, maxBytes, isComplete) {
    let chunks = [], length = 0, reader = Bun.stdin.stream().getReader(), deadline = Bun.sleep(deadlineMs).then(() => ({ done: !0, value: void 0 }));
    while (length < maxBytes) {
      let { value } = await Promise.race([reader.read(), deadline]);
      if (value === void 0)
        break;
      if (chunks.push(value), length += value.length, value.at(-1) === 10 && isComplete(Buffer.concat(chunks)))
        break;
    }
    return Buffer.concat(chunks);
  }
};
export {
  nodeHookIo
};
