import { join, resolve } from "node:path";
import { namedSettings } from "../gemini/named-settings.ts";

const TOOLS = "^(?:write_file|edit|replace|notebook_edit|run_shell_command|todo_write|task|agent)$";

/** hive's entries in a `settings.json` of Qwen Code's, whose form is Gemini CLI's. */
export const qwenSettings = namedSettings({
  title: "Qwen",
  directory: ".qwen",
  ofUser: ({ cwd, home, env }) => resolve(cwd, env["QWEN_HOME"] || join(home, ".qwen")),
  events: new Map([
    ["SessionStart", null],
    ["UserPromptSubmit", null],
    ["PostToolUse", TOOLS],
    ["PostToolUseFailure", TOOLS],
    ["Stop", null],
    ["SubagentStart", null],
    ["SubagentStop", null],
    ["PreCompact", null],
    ["SessionEnd", null],
  ]),
});
