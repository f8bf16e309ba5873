import { type Command, Option } from "commander";
import { runHook } from "../../capture/main.ts";
import type { Io } from "../io.ts";

export function addHook(program: Command, io: Io): void {
  program
    .command("hook")
    .description(
      "save one hook payload from standard input; always exits 0; prints nothing but what SessionStart restores",
    )
    .addHelpText("after", "\nExample, as the agent calls it:\n  hive hook < payload.json")
    // An argument, since a project's settings can set any variable.
    .addOption(new Option("--plugin", "called by the plugin").hideHelp())
    // The agent must go on, even if its settings pass other arguments.
    .allowUnknownOption()
    .allowExcessArguments()
    .action(async (_flags: object, command: Command) => {
      const { root, plugin } = command.optsWithGlobals<{ readonly root?: string; readonly plugin?: boolean }>();
      const env = root === undefined ? io.env : { ...io.env, HIVE_ROOT: root };
      await runHook({ env, nowMs: Date.now(), isPlugin: plugin === true });
    });
}
