// @bun
import"./base-config-sources.js";
import"./redact-redact.js";
import {
  runHook2
} from "./capture-main.js";

// src/platform/process/end-process.ts
function endProcess() {
  return process.reallyExit(0);
}

// src/capture/plugin-executable.ts
runHook2({ env: process.env, nowMs: Date.now(), isPlugin: !0 }).then(endProcess, endProcess);
