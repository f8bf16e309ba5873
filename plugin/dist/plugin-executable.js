// @bun
import"./base-config-sources.js";
import"./redact-redact.js";
import {
  runHook2
} from "./capture-main.js";
import"./agents-claude-code-hook.js";

// src/capture/plugin-executable.ts
var end = () => process.exit(0);
runHook2({ env: process.env, nowMs: Date.now(), isPlugin: !0 }).then(end, end);
