import { resolve } from "node:path";
import { namedSettings } from "./named-settings.ts";

/** hive's entries in a `settings.json` of Gemini CLI's. */
export const geminiSettings = namedSettings({
  title: "Gemini",
  directory: ".gemini",
  ofUser: ({ cwd, home, env }) => resolve(cwd, env["GEMINI_CLI_HOME"] || home, ".gemini"),
  events: new Map([
    ["SessionStart", null],
    ["BeforeAgent", null],
    ["AfterTool", "^(?:write_file|replace|run_shell_command|write_todos|invoke_agent)$"],
    ["AfterAgent", null],
    // The other trigger is sent before each call of the model.
    ["PreCompress", "manual"],
    ["SessionEnd", null],
  ]),
});
