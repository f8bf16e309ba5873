import type { Agent } from "./agent.ts";
import { claudeCode } from "./claude-code/agent.ts";
import { codex } from "./codex/agent.ts";
import { copilot } from "./copilot/agent.ts";
import { cursor } from "./cursor/agent.ts";
import { gemini } from "./gemini/agent.ts";
import { opencode } from "./opencode/agent.ts";
import { qwen } from "./qwen/agent.ts";

/** The agents whose settings setup writes. */
export const AGENTS: readonly Agent[] = [claudeCode, codex, gemini, qwen, copilot, cursor, opencode];

/** The agent to set up where none is found. */
export const FIRST_AGENT: Agent = claudeCode;

/** The names of agents on a command line. */
export const AGENT_NAMES: readonly string[] = AGENTS.flatMap(({ name, alsoNamed }) => [name, alsoNamed ?? []].flat());

/** An agent by its name on a command line. */
export const agentNamed = (name: string): Agent | undefined =>
  AGENTS.find((agent) => agent.name === name || agent.alsoNamed === name);
