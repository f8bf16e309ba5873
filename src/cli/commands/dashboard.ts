import type { Command } from "commander";
import { HiveError } from "../../base/errors.ts";
import { Dashboard } from "../../dashboard/server/server.ts";
import { listen } from "../../dashboard/server/listener.ts";
import { openInBrowser, writeRedirect } from "../../dashboard/server/open-browser.ts";
import { projectAt } from "../../dashboard/projects.ts";
import { ownDirectory } from "../../origin/own-directory.ts";
import { Archive } from "../../recall/archive/archive.ts";
import { askingOf } from "../text/archive-lists.ts";
import type { Io } from "../io.ts";
import { findRoots, ownOlder } from "../root.ts";

interface Flags {
  readonly root?: string;
  /** False for `--no-open`. */
  readonly open: boolean;
}

export function addDashboard(program: Command, io: Io): void {
  program
    .command("dashboard")
    .description("open a page that shows agents, sessions and health live")
    .option("--no-open", "only print the address to open")
    .addHelpText(
      "after",
      `
The page is served to this machine alone, to the browser that opens it first. It ends when the page is closed.

Examples:
  hive dashboard
  hive dashboard --no-open`,
    )
    .action(async (_flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      const roots = findRoots(io, flags.root);
      const { root } = roots;
      const data = ownDirectory("data", io.env, root);
      if (data === null) {
        throw new HiveError("HIVE_INVALID_OPTION", "no home directory is known: there is no place for the page's key", {
          hint: "XDG_DATA_HOME names a directory of yours",
        });
      }
      // @mutant the page shows no state of several projects as a project of its own
      const older = ownOlder(io, roots);
      const projects = [root, ...(older === null ? [] : [older])].map((one) => projectAt(one, io.env));
      const { scope } = askingOf(io, flags.root);
      const dashboard = await Dashboard.start({
        projects: () => projects,
        env: io.env,
        // An agent that opens the page sees its own project alone.
        openArchive: () => Archive.open(io.env, scope, root),
      });
      const stopListening = listen(data, () => dashboard.changed());
      const redirect = writeRedirect(data, dashboard.entrance!);
      try {
        const isOpened = flags.open && openInBrowser(redirect.path, io.env, projects[0]!.path);
        io.out(isOpened ? "The page opens in your browser. " : `Open this file in your browser: ${redirect.path}\n`);
        io.out("It ends when it is closed, or with Ctrl+C.\n");
        await Promise.race([dashboard.done, interrupted()]);
      } finally {
        redirect.remove();
        stopListening();
        await dashboard.stop();
      }
    });
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    for (const name of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(name, () => resolve());
  });
}
