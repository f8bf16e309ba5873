// @bun
// src/base/files/real-path.ts
import { realpathSync } from "fs";
function realPathOf(path) {
  for (let at = path, rest = "";at !== "" && at !== "/"; at = at.slice(0, at.lastIndexOf("/")))
    try {
      return realpathSync(at) + rest;
    } catch {
      rest = at.slice(at.lastIndexOf("/")) + rest;
    }
  return path;
}

export { realPathOf };
