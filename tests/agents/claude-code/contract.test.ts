/** Claude Code keeps the contract of an agent. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { claudeCode } from "../../../src/agents/claude-code/agent.ts";
import { claudeCodeHook } from "../../../src/agents/claude-code/hook.ts";
import { testAgent } from "../../contract/agent.ts";
import { ACCEPTED, REFUSED } from "../../install/fixtures.ts";

const FIXTURES = join(import.meta.dir, "../../fixtures/hook-payloads");
const { events } = claudeCode.settings;

testAgent({
  agent: claudeCode,
  hook: claudeCodeHook,
  payloads: readdirSync(FIXTURES).map((name) => {
    const text = readFileSync(join(FIXTURES, name), "utf8");
    return {
      name,
      text,
      isHandled: events.includes((JSON.parse(text) as { hook_event_name: string }).hook_event_name),
    };
  }),
  settings: ACCEPTED,
  refused: REFUSED,
});
