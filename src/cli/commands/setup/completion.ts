import { Argument, type Command } from "commander";
import { completionScript, type Shell, SHELLS } from "../../completion.ts";
import type { Io } from "../../io.ts";

export function addCompletion(program: Command, io: Io): void {
  program
    .command("completion")
    .addArgument(new Argument("<shell>", "the shell to complete in").choices(SHELLS))
    .description("print a script with which a shell completes hive's commands and flags")
    .addHelpText(
      "after",
      `
Examples:
  hive completion bash      for ~/.bashrc: eval "$(hive ...)"
  hive completion zsh       for a file _hive in $fpath
  hive completion fish      for fish/completions/hive.fish`,
    )
    .action(async (shell: Shell) => {
      // This command line was loaded alone: the script needs all of them.
      const { buildProgram } = await import("../../program.ts");
      io.out(completionScript(await buildProgram(io), shell));
    });
}
