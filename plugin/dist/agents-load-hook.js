// @bun
import {
  agentOf
} from "./capture-main.js";

// src/agents/load-hook.ts
var ADAPTERS = {
  "claude-code": async () => (await import("./agents-other-names.js")).claudesOtherNames,
  codex: async () => (await import("./agents-codex-hook.js")).codexHook,
  copilot: async () => (await import("./import-hook.js")).copilotHook,
  cursor: async () => (await import("./agents-cursor-hook.js")).cursorHook,
  gemini: async () => (await import("./agents-gemini-hook.js")).geminiHook,
  opencode: async () => (await import("./agents-opencode-hook.js")).opencodeHook,
  qwen: async () => (await import("./agents-qwen-hook.js")).qwenHook,
  vscode: async () => (await import("./agents-vscode-hook.js")).vscodeHook
};
async function loadHook(agent, fields = null, env = {}) {
  let found = agent === "unknown" && fields !== null ? await agentBySpelling(fields, env) : agent, load = ADAPTERS[found];
  return load === void 0 ? (await import("./import-translate.js")).translatingHook(found) : load();
}
async function agentBySpelling(fields, env) {
  return agentOf((await import("./import-translate.js")).inSnakeCase(fields), env);
}
export {
  loadHook
};
