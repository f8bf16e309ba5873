import type { AgentHook, Env } from "./agent.ts";
import { type AgentName, agentOf } from "./detect.ts";

type Fields = Readonly<Record<string, unknown>>;

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

/**
 * The hook's half of an agent other than Claude Code, whose half is loaded already: this one reads its other names.
 * Fields in another spelling than the usual one may name the agent as well.
 */
export async function loadHook(agent: AgentName, fields: Fields | null = null, env: Env = {}): Promise<AgentHook> {
  const found = agent === "unknown" && fields !== null ? await agentBySpelling(fields, env) : agent;
  const load = ADAPTERS[found];
  return load === undefined ? (await import("./translate.ts")).translatingHook(found) : load();
}

async function agentBySpelling(fields: Fields, env: Env): Promise<AgentName> {
  return agentOf((await import("./translate.ts")).inSnakeCase(fields), env);
}
