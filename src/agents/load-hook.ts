import type { AgentHook } from "./agent.ts";
import type { AgentName } from "./detect.ts";

/** The agents with an adapter. Each has a module of its own, so that a hook loads only its caller's. */
const ADAPTERS: Partial<Record<AgentName, () => Promise<AgentHook>>> = {
  "claude-code": async () => (await import("./other-names.ts")).claudesOtherNames,
  codex: async () => (await import("./codex/hook.ts")).codexHook,
  copilot: async () => (await import("./copilot/hook.ts")).copilotHook,
  cursor: async () => (await import("./cursor/hook.ts")).cursorHook,
  gemini: async () => (await import("./gemini/hook.ts")).geminiHook,
  opencode: async () => (await import("./opencode/hook.ts")).opencodeHook,
  qwen: async () => (await import("./qwen/hook.ts")).qwenHook,
  vscode: async () => (await import("./vscode/hook.ts")).vscodeHook,
};

/** The hook's half of an agent other than Claude Code, whose half is loaded already: this one reads its other names. */
export async function loadHook(agent: AgentName): Promise<AgentHook> {
  const load = ADAPTERS[agent];
  return load === undefined ? (await import("./translate.ts")).translatingHook(agent) : load();
}
