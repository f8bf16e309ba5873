// @bun
import {
  Option
} from "./cli-root.js";
import"./base-config-sources.js";
import"./redact-redact.js";
import {
  runHook2
} from "./capture-main.js";

// src/cli/commands/hook.ts
function addHook(program, io) {
  program.command("hook").description("save one hook payload from standard input; always exits 0; prints nothing but what SessionStart restores").addHelpText("after", `
Example, as the agent calls it:
  hive hook < payload.json`).addOption(new Option("--plugin", "called by the plugin").hideHelp()).allowUnknownOption().allowExcessArguments().action(async (_flags, command) => {
    let { root, plugin } = command.optsWithGlobals(), env = root === void 0 ? io.env : { ...io.env, HIVE_ROOT: root };
    await runHook2({ env, nowMs: Date.now(), isPlugin: plugin === !0 });
  });
}
export {
  addHook
};
