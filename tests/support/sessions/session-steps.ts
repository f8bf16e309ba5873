/** Steps of an agent's session, for a replay. */
import type { Step } from "./replay.ts";

export const APPLY: Step = { apply: true };

export type Fields = Readonly<Record<string, unknown>>;
export const call = (event: string, session: string, fields: Fields, more: Partial<Step> = {}): Step => ({
  p: { hook_event_name: event, session_id: session, ...fields },
  ...more,
});
export const start = (session: string, more: Partial<Step> = {}) =>
  call("SessionStart", session, { source: "startup" }, more);
export const prompt = (session: string, text: string, more: Partial<Step> = {}) =>
  call("UserPromptSubmit", session, { prompt: text, prompt_id: `${session}:${text}` }, more);
export const failed = (session: string, command: string, more: Partial<Step> = {}) => {
  const use = {
    tool_name: "Bash",
    tool_input: { command },
    tool_use_id: `${session}:${command}`,
    error: "Exit code 1\n3 fail",
  };
  return call("PostToolUseFailure", session, use, more);
};
export const stop = (session: string, message: string, more: Partial<Step> = {}) =>
  call("Stop", session, { last_assistant_message: message, background_tasks: [] }, more);
export const end = (session: string, reason: string, more: Partial<Step> = {}) =>
  call("SessionEnd", session, { reason }, more);
export const passed = (session: string, command: string): Step => {
  const use = { tool_name: "Bash", tool_input: { command }, tool_use_id: command, tool_response: { stdout: "ok" } };
  return call("PostToolUse", session, use);
};
export const wrote = (session: string, path: string): Step => {
  const use = { tool_name: "Write", tool_input: { file_path: path, content: "" }, tool_use_id: path };
  return call("PostToolUse", session, { ...use, tool_response: { type: "create", filePath: path } });
};
export const worked = (session: string, task: string, more: Partial<Step> = {}): Step[] => [
  start(session, more),
  prompt(session, task, more),
  failed(session, `make ${session}`, more),
];
