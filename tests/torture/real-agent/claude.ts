import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Call, Offer, Step } from "./script.ts";

const KEY = "sk-ant-mock-0000000000000000000000";
/** Root may not skip all permissions, so each tool is allowed by name. */
const TOOLS = ["Bash", "Write", "Edit", "Read", "Agent", "Task", "TodoWrite", "TaskCreate", "TaskUpdate"];

/** The released Claude Code, where `bun install` in this directory has put it. */
export const CLAUDE = join(
  import.meta.dir,
  "node_modules/@anthropic-ai",
  `claude-code-linux-${process.arch}`,
  "claude",
);

export interface ClaudeRun {
  readonly home: string;
  readonly project: string;
  readonly origin: string;
  readonly prompt: string;
  readonly isResumed: boolean;
  readonly isInTerminal: boolean;
  readonly args: readonly string[];
}

/** Answers the first screens for ever: the folder is trusted, the key accepted. */
export function prepare(home: string, project: string): void {
  mkdirSync(join(home, ".tmp"), { recursive: true });
  const path = join(home, ".claude.json");
  const known = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as Record<string, unknown>) : {};
  const projects = (known["projects"] ?? {}) as Record<string, object>;
  const settings = {
    ...known,
    hasCompletedOnboarding: true,
    theme: "dark",
    customApiKeyResponses: { approved: [KEY.slice(-20)], rejected: [] },
    projects: { ...projects, [project]: { ...projects[project], hasTrustDialogAccepted: true } },
  };
  writeFileSync(path, JSON.stringify(settings));
}

export function commandOf({ prompt, isResumed, isInTerminal, args }: ClaudeRun): string[] {
  // Auto mode, the interactive default, asks a classifier that the mock is not.
  const how = isInTerminal ? ["--permission-mode", "default"] : ["-p", prompt];
  return [CLAUDE, ...how, ...(isResumed ? ["--continue"] : []), ...args, "--allowedTools", ...TOOLS];
}

export const environmentOf = ({ origin, home }: ClaudeRun): Record<string, string> => ({
  // Its directory in the machine's own belongs to whoever ran it first.
  CLAUDE_CODE_TMPDIR: join(home, ".tmp"),
  ANTHROPIC_BASE_URL: origin,
  ANTHROPIC_API_KEY: KEY,
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
  DISABLE_AUTOUPDATER: "1",
});

/** A step as calls of Claude Code's tools; none for what is no call. */
export function callsOf(step: Step, { project, has }: Offer): Call[] {
  if ("shell" in step) return [{ name: "Bash", args: { command: step.shell, description: "Run a command" } }];
  if ("write" in step) {
    const { path, content } = step.write;
    return [{ name: "Write", args: { file_path: join(project, path), content } }];
  }
  if ("edit" in step) {
    const { path, old, new: next } = step.edit;
    return [{ name: "Edit", args: { file_path: join(project, path), old_string: old, new_string: next } }];
  }
  if ("todos" in step) return todoCalls(step.todos, has("TodoWrite") && !has("TaskCreate"));
  if ("subagent" in step) {
    const { prompt, isBackground } = step.subagent;
    const args = {
      description: "Do a part",
      prompt,
      subagent_type: "general-purpose",
      run_in_background: isBackground,
    };
    return [{ name: has("Agent") ? "Agent" : "Task", args }];
  }
  return [];
}

function todoCalls(todos: Extract<Step, { todos: unknown }>["todos"], isOneList: boolean): Call[] {
  if (isOneList) {
    const list = todos.map(({ text, status }) => ({ content: text, status, activeForm: text }));
    return [{ name: "TodoWrite", args: { todos: list } }];
  }
  // The task tools number their tasks from 1.
  return todos.flatMap(({ text, status }, index) => [
    { name: "TaskCreate", args: { subject: text, description: text } },
    ...(status === "pending" ? [] : [{ name: "TaskUpdate", args: { taskId: String(index + 1), status } }]),
  ]);
}

/** What Claude Code asks the model beside the conversation. */
export const sideAnswer = (lastText: string): string | undefined =>
  /create a (detailed )?summary of (the|this) conversation|summary of the conversation so far/i.test(lastText)
    ? "<analysis>none</analysis><summary>MOCK-SUMMARY of the conversation.</summary>"
    : undefined;

/** Screens that its interactive form shows before its prompt, and the keys that answer each. */
export const SCREENS: ReadonlyArray<{ readonly seen: RegExp; readonly keys: readonly string[] }> = [
  { seen: /Choose the text style|Syntax theme/i, keys: ["Enter"] },
  { seen: /Do you want to use this API key/i, keys: ["Up", "Enter"] },
  { seen: /Do you trust|trust this folder|Is this a project you/i, keys: ["Enter"] },
  { seen: /Press Enter to continue/i, keys: ["Enter"] },
];
/** What it shows when it takes input. */
export const READY = /^\s*[>❯]\s/m;
