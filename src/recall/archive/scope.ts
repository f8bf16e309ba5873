/** The part of the archive that an asker may see; a missing field does not restrict it. */
export interface Scope {
  /** Only the sessions of this project, by its directory. */
  readonly inProject?: string;
  /** Only sessions of which every row is proved to be this user's. */
  readonly isTrusted?: boolean;
}

/** All sessions, the untrusted ones marked: for the user in person. */
export const EVERYTHING: Scope = {};

type Env = Readonly<Record<string, string | undefined>>;

/** Variables that agents set for the commands that they run. */
export const AGENTS_SET: readonly string[] = [
  "CLAUDECODE",
  "CLAUDE_CODE_SESSION_ID",
  "CODEX_SANDBOX",
  "CODEX_THREAD_ID",
  "GEMINI_CLI",
  "QWEN_CODE",
  "CURSOR_AGENT",
  "COPILOT_CLI",
  "OPENCODE",
  "GOOSE_TERMINAL",
  "AGENT",
  "AI_AGENT",
];

/** The programs of agents. */
const AGENT_PROGRAMS: readonly string[] = ["claude", "codex", "gemini", "qwen", "copilot", "cursor-agent", "opencode"];

/**
 * By what a command seems to be run by an agent: a variable that agents set, or a program that started it.
 * @param callers the programs' names
 * @returns null where it seems to be a person's
 */
export function agentSign(env: Env, callers: readonly string[] = []): string | null {
  const variable = AGENTS_SET.find((name) => (env[name] ?? "") !== "");
  if (variable !== undefined) return `${variable} is set`;
  // @mutant an agent that hides its variables is one still
  const program = callers.find((name) => AGENT_PROGRAMS.includes(name));
  return program === undefined ? null : `${program} started the command`;
}

export const isUnderAgent = (env: Env, callers: readonly string[] = []): boolean => agentSign(env, callers) !== null;

export interface Asker {
  readonly env: Env;
  /** The programs that started the command. @default none */
  readonly callers?: readonly string[] | undefined;
  /** Whether one of its standard streams is a terminal. */
  readonly isAtTerminal: boolean;
  /** `archive.agentScope` of the user's own settings. */
  readonly agentScope: "project" | "all";
  /** The project's directory, that the asker works in. */
  readonly project: string;
}

/**
 * The scope of a command. A person at a terminal sees all. An agent, and a program without a terminal, sees this
 * project's sessions. It sees all projects' only by the user's setting, and never what is not proved. It is a rule for
 * hive's own answers: a program that runs as this user can read this user's files.
 */
export function scopeOf({ env, callers, isAtTerminal, agentScope, project }: Asker): Scope {
  // @mutant a person at a terminal alone sees all projects
  if (isAtTerminal && !isUnderAgent(env, callers)) return EVERYTHING;
  return agentScopeOf(agentScope, project);
}

/** The scope of an agent's channel, such as MCP. */
export const agentScopeOf = (agentScope: Asker["agentScope"], project: string): Scope =>
  agentScope === "all" ? { isTrusted: true } : { inProject: project, isTrusted: true };
