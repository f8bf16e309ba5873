import type { Command } from "commander";
import { runHook } from "../hook/main.ts";
import type { Io } from "./io.ts";

export function addHook(program: Command, io: Io): void {
  program
    .command("hook")
    .description(
      "save one hook payload from standard input; always exits 0; prints nothing but what SessionStart restores",
    )
    .addHelpText("after", "\nExample, as the agent calls it:\n  hive hook < payload.json")
    .action(() => runHook({ env: io.env, nowMs: Date.now() }));
}
