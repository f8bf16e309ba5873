/**
 * Finds the agent of a payload. Every call of the hook runs this: plain reads, no pattern, no loop for Claude Code's.
 */

/** The programs that hive recognizes by their payloads; `unknown` is any other. */
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
 * The agent that wrote a payload, by its fields and its environment. The called entry proves nothing: several agents
 * read Claude Code's settings. Nor does `CLAUDE_PROJECT_DIR`, since four of them set it.
 */
export function agentOf(fields: Fields, env: Env): AgentName {
  // Only Claude Code sets it. Another agent started from one of its sessions inherits it, but has another session id.
  const session = fields["session_id"];
  if (session !== undefined && session === env["CLAUDE_CODE_SESSION_ID"]) return "claude-code";
  return byWords(fields) ?? byEnvironment(fields, env) ?? byShape(fields);
}

/** Fields that only one agent writes. The order matters, since some agents also write an earlier one's mark. */
function byWords(fields: Fields): AgentName | undefined {
  if (fields["agent"] === "opencode") return "opencode";
  if (fields["agent_action_name"] !== undefined) return "windsurf";
  if (fields["cursor_version"] !== undefined || fields["cursorVersion"] !== undefined) return "cursor";
  if (fields["conversation_id"] !== undefined && fields["generation_id"] !== undefined) return "cursor";
  const place = byTranscript(fields);
  if (place !== undefined) return place;
  const event = fields["hookEventName"];
  if (typeof event === "string" && event === event.toLowerCase()) return "grok";
  if (isGeminis(event)) return "gemini";
  if (typeof event === "string" && fields["sessionId"] !== undefined) return "vscode";
  if (isOfCopilot(fields)) return "copilot";
  return isOfCodex(fields) ? "codex" : undefined;
}

/** The directories of agents' transcripts. Of Droid hive knows nothing else. */
const PLACES: ReadonlyArray<readonly [part: string, agent: AgentName]> = [
  ["/.claude/projects/", "claude-code"],
  ["/.codex/", "codex"],
  ["/.qwen/", "qwen"],
  ["/.factory/", "unknown"],
  ["/.gemini/", "gemini"],
  ["/.copilot/", "copilot"],
  ["/.cursor/", "cursor"],
  ["workspaceStorage", "vscode"],
];

/** A path outlasts a version that spells fields in another way. */
function byTranscript(fields: Fields): AgentName | undefined {
  for (const [part, agent] of PLACES) if (isIn(fields, part)) return agent;
  return undefined;
}

/**
 * Variables that agents set for their hooks. An agent started from another's shell inherits them, so a transcript
 * outweighs them.
 */
function byEnvironment(fields: Fields, env: Env): AgentName | undefined {
  const settings = env["CLAUDE_CONFIG_DIR"];
  if (settings && startsIn(fields, `${settings}/projects/`)) return "claude-code";
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
  const path = fields["transcript_path"];
  // Claude Code's path is a text, and it writes no time. A payload with neither may be of any agent: it counts as Claude
  // Code's, as ever.
  const isPath = path === undefined ? fields["timestamp"] === undefined : typeof path === "string";
  return isCapital(event) && isClaudesTool(fields) && isPath ? "claude-code" : "unknown";
}

/** Tools in the spelling of Claude Code's that it does not have. */
const NOT_CLAUDES = " ApplyPatch Create Execute Shell StrReplace ";

/** Its own tools begin with a capital, others' with `mcp__`. Those that change a file name it in one way. */
function isClaudesTool(fields: Fields): boolean {
  const tool = fields["tool_name"];
  if (tool === undefined) return true;
  if (typeof tool !== "string" || NOT_CLAUDES.includes(` ${tool} `)) return false;
  const input = fields["tool_input"] as Fields | null | undefined;
  if (tool === "Write" || tool === "Edit") return input?.["file_path"] !== undefined;
  return isCapital(tool) || tool.startsWith("mcp__");
}

const isCapital = (word: unknown): boolean => typeof word === "string" && word > "A" && word < "[";

/** The names of an event's own name in agents' payloads. */
export const EVENT_NAMES = ["hook_event_name", "event", "event_name", "event_type", "hook_event", "hook_name"];

function isOfCopilot(fields: Fields): boolean {
  const result = fields["tool_result"] as Fields | null | undefined;
  if ((result?.["result_type"] ?? result?.["resultType"]) !== undefined) return true;
  if (fields["initial_prompt"] !== undefined || fields["initialPrompt"] !== undefined) return true;
  // Its own form names no event.
  const isDated = typeof fields["timestamp"] === "number";
  return isDated && (fields["sessionId"] ?? fields["session_id"]) !== undefined && !namesEvent(fields);
}

const IN_CAMEL_CASE = ["hookEventName", "eventName", "eventType", "hookEvent", "hookName"];

function namesEvent(fields: Fields): boolean {
  for (const name of EVENT_NAMES) if (fields[name] !== undefined) return true;
  for (const name of IN_CAMEL_CASE) if (fields[name] !== undefined) return true;
  return false;
}

/** Its turns have an id. Without a transcript the path is null, while Claude Code always has a path. */
function isOfCodex(fields: Fields): boolean {
  const isNamed = typeof fields["hook_event_name"] === "string";
  // Others have turns as well: neither mark is enough by itself.
  if (fields["turn_id"] !== undefined) return isNamed || fields["transcript_path"] !== undefined;
  return isNamed && fields["transcript_path"] === null;
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
  const path = fields["transcript_path"] ?? fields["transcriptPath"];
  return typeof path === "string" && path.includes(part);
}

function startsIn(fields: Fields, directory: string): boolean {
  const path = fields["transcript_path"];
  return typeof path === "string" && path.startsWith(directory);
}
