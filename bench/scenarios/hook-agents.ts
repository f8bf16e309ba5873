import { join } from "node:path";
import { TOP } from "../harness/rig.ts";
import type { Scenario } from "../harness/scenario.ts";
import { type Case, caseIn, COMPILED, emptyScript, measureHook } from "./hook.ts";

/** A recorded edit of each agent's, or one that is made after its documentation: tests/fixtures/agents/README.md. */
const EDITS: ReadonlyArray<readonly [id: string, title: string, payload: string, env?: Case["env"]]> = [
  ["claude-code", "Claude Code", "claude/108-PostToolUse-Edit"],
  ["codex", "Codex", "codex/108-PostToolUse-apply_patch"],
  ["gemini", "Gemini", "gemini/111-AfterTool-replace"],
  ["qwen", "Qwen", "qwen/104-PostToolUse-edit"],
  ["copilot", "Copilot CLI", "copilot/108-postToolUse-edit", { COPILOT_CLI: "1" }],
  ["vscode", "VS Code", "vscode/105-PostToolUse-replace_string_in_file"],
  ["cursor", "Cursor", "cursor/104-postToolUse-StrReplace"],
  ["opencode", "OpenCode", "opencode/122-PostToolUse-edit"],
];

const casesIn = async (directory: string): Promise<Case[]> => [
  emptyScript(directory, "hook-agents"),
  ...EDITS.map(([id, label, name, env = {}]) =>
    caseIn(directory, {
      id: `hook-agents.${id}`,
      label,
      command: COMPILED,
      checkpoint: "throttled",
      payload: join(TOP, "tests/fixtures/agents", `${name}.json`),
      env,
    }),
  ),
];

export const hookAgents: Scenario = {
  name: "hook-agents",
  summary: "the hook with an edit of each agent's, against an empty Bun script",
  run: (context) =>
    measureHook(context, {
      scenario: "hook-agents",
      title:
        "hook-agents: the hook's process with an edit of each agent's, throttled, in turn with an empty Bun script",
      casesIn,
    }),
};
