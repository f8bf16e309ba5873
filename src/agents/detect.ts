/** Whose payload it is. Called for every call of the hook: plain reads, no pattern, no loop for Claude Code's. */

/** The programs that hive knows by their payloads; `unknown` is any other. */
export type AgentName =
  | "claude-code"
  | "codex"
  | "gemini"
  | "qwen"
  | "copilot"
  | "vscode"
  | "cursor"
  | "windsurf"
  | "grok"
  | "goose"
  | "opencode"
  | "unknown";

type Fields = Readonly<Record<string, unknown>>;
type Env = Readonly<Record<string, string | undefined>>;

/**
 * The agent that wrote a payload, by its fields and its environment, never by the entry that it called: several agents
 * read Claude Code's settings. `CLAUDE_PROJECT_DIR` tells nothing, since four of them set it.
 */
export function agentOf(fields: Fields, env: Env): AgentName {
  // Claude Code alone sets it. An agent that was started from a session of it inherits it, and has another session.
  const session = fields["session_id"];
  if (session !== undefined && session === env["CLAUDE_CODE_SESSION_ID"]) return "claude-code";
  return byWords(fields) ?? byEnvironment(fields, env) ?? byShape(fields);
}

/** What only one agent writes. In this order, since some write what an earlier one is known by as well. */
function byWords(fields: Fields): AgentName | undefined {
  if (fields["agent"] === "opencode") return "opencode";
  if (fields["agent_action_name"] !== undefined) return "windsurf";
  if (fields["cursor_version"] !== undefined) return "cursor";
  if (fields["conversation_id"] !== undefined && fields["generation_id"] !== undefined) return "cursor";
  const event = fields["hookEventName"];
  if (typeof event === "string" && event === event.toLowerCase()) return "grok";
  if (typeof event === "string" && fields["sessionId"] !== undefined) return "vscode";
  if (isOfCopilot(fields)) return "copilot";
  if (isOfCodex(fields)) return "codex";
  if (isIn(fields, "/.qwen/")) return "qwen";
  // Droid's, of which hive knows no more than where it keeps its transcripts.
  if (isIn(fields, "/.factory/")) return "unknown";
  return isIn(fields, "/.gemini/") ? "gemini" : undefined;
}

/** What agents set for their hooks. One that was started from another's shell inherits it, so a transcript outweighs it. */
function byEnvironment(fields: Fields, env: Env): AgentName | undefined {
  if (isIn(fields, "/.claude/projects/")) return undefined;
  const settings = env["CLAUDE_CONFIG_DIR"];
  if (settings && startsIn(fields, `${settings}/projects/`)) return undefined;
  if (env["GROK_HOOK_EVENT"]) return "grok";
  if (env["COPILOT_CLI"] === "1") return "copilot";
  const home = env["CODEX_HOME"];
  if (home && startsIn(fields, `${home}/`)) return "codex";
  if (env["QWEN_SESSION_ID"] || env["QWEN_PROJECT_DIR"]) return "qwen";
  return env["GEMINI_SESSION_ID"] ? "gemini" : undefined;
}

function byShape(fields: Fields): AgentName {
  const event = fields["hook_event_name"];
  if (isGeminis(event)) return "gemini";
  if (fields["event"] !== undefined && fields["working_dir"] !== undefined) return "goose";
  return typeof event === "string" ? "claude-code" : "unknown";
}

function isOfCopilot(fields: Fields): boolean {
  if (fields["tool_result"] !== undefined) return true;
  if (fields["sessionId"] !== undefined && typeof fields["timestamp"] === "number") return true;
  return fields["initial_prompt"] !== undefined || fields["initialPrompt"] !== undefined;
}

/** Its turns have an id. One that keeps no transcript says so with null, where Claude Code always has a path. */
function isOfCodex(fields: Fields): boolean {
  if (fields["turn_id"] !== undefined || isIn(fields, "/.codex/sessions/")) return true;
  return fields["transcript_path"] === null && typeof fields["hook_event_name"] === "string";
}

function isGeminis(event: unknown): boolean {
  switch (event) {
    case "BeforeAgent":
    case "AfterAgent":
    case "BeforeTool":
    case "AfterTool":
    case "BeforeModel":
    case "AfterModel":
    case "BeforeToolSelection":
    case "PreCompress":
      return true;
    default:
      return false;
  }
}

function isIn(fields: Fields, part: string): boolean {
  const path = fields["transcript_path"];
  return typeof path === "string" && path.includes(part);
}

function startsIn(fields: Fields, directory: string): boolean {
  const path = fields["transcript_path"];
  return typeof path === "string" && path.startsWith(directory);
}
