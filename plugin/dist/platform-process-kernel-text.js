// @bun
// src/platform/process/kernel-text.ts
import { readFileSync } from "fs";
function kernelText(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

export { kernelText };
