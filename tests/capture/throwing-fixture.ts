/** The hook, whose facts of a tool call throw. */
import { claudeCodeHook } from "../../src/agents/claude-code/hook.ts";
import { runHook } from "../../src/capture/main.ts";

const { facts } = claudeCodeHook;
claudeCodeHook.facts = (payload, ...rest) => {
  if (payload.event === "PostToolUse") throw new TypeError("a fault in one fact");
  return facts(payload, ...rest);
};
await runHook({ env: process.env, nowMs: Date.now() });
process.exit(0);
