// @bun
import {
  OTHERS_WRITE,
  isOwnFile
} from "./origin-own-file.js";
import {
  nodeFiles,
  readRegular
} from "./base-files-files.js";
import {
  lstatIfAny
} from "./base-files-lstat-if-any.js";

// src/capture/node-io.ts
import { realpathSync, statSync } from "fs";
var nodeHookIo2 = {
  ...nodeFiles,
  size: (path) => statSync(path, { throwIfNoEntry: !1 })?.size ?? null,
  kind(path) {
    let stat = lstatIfAny(path);
    if (stat === void 0)
      return null;
    if (stat.isDirectory() && stat.uid !== process.geteuid?.())
      return "another's";
    if (stat.isDirectory())
      return (stat.mode & 448) === 448 ? "directory" : "shut";
    return stat.isSymbolicLink() ? "link" : "other";
  },
  real(path) {
    try {
      return realpathSync(path);
    } catch {
      return null;
    }
  },
  holdsGit: (directory) => nodeHookIo2.kind(`${directory}/.git`) !== null,
  owns: (path) => lstatIfAny(path)?.uid === process.geteuid?.(),
  read: (path) => readIfAny(path, !1),
  readOwn(path) {
    let stat = statSync(path, { throwIfNoEntry: !1 });
    return stat !== void 0 && isOwnFile(stat, OTHERS_WRITE) ? readIfAny(path, !0) : null;
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
function readIfAny(path, followed) {
  try {
    return readRegular(path, void 0, followed);
  } catch {
    return null;
  }
}

export { nodeHookIo2 };
