import type { AgentHook } from "./agent.ts";
import { inSnakeCase, isOfProcess, translatedPayload } from "./translate.ts";
import { claudeCodeHook } from "./claude-code/hook.ts";
import { EVENTS, readFields } from "./claude-code/payload.ts";

const HANDLED: ReadonlySet<string> = new Set(EVENTS);

/** Claude Code's calls where its usual names are not found, as another version may write them. */
export const claudesOtherNames: AgentHook = {
  ...claudeCodeHook,
  parse(text, fields = readFields(text)) {
    const payload = fields === null ? null : translatedPayload("claude-code", fields, text);
    if (payload === null || !HANDLED.has(payload.event) || isOfProcess(payload.sessionId)) return null;
    return { ...payload, fields: { ...inSnakeCase(fields!), ...payload.fields } };
  },
};
