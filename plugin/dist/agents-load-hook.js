// @bun
// src/agents/load-hook.ts
var ADAPTERS = {
  codex: async () => (await import("./import-hook.js")).codexHook,
  copilot: async () => (await import("./import-hook-2.js")).copilotHook,
  cursor: async () => (await import("./import-hook-3.js")).cursorHook,
  gemini: async () => (await import("./import-hook-4.js")).geminiHook,
  opencode: async () => (await import("./import-hook-5.js")).opencodeHook,
  qwen: async () => (await import("./import-hook-6.js")).qwenHook,
  vscode: async () => (await import("./agents-vscode-hook.js")).vscodeHook
};
async function loadHook(agent) {
  let load = ADAPTERS[agent];
  return load === void 0 ? (await import("./import-translate.js")).translatingHook(agent) : load();
}
export {
  loadHook
};
