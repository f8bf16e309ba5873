import type { Command } from "commander";
import { systemClock } from "../../base/clock.ts";
import { UnhealthyProject } from "../../doctor/registry.ts";
import { readStatus } from "../../doctor/status.ts";
import { pasteable } from "../../platform/own-command.ts";
import type { Io } from "../io.ts";
import { json } from "../text/render.ts";
import { findRoot, loadConfig } from "../root.ts";
import { projectOf } from "../project-paths.ts";
import { renderStatus } from "../text/status-text.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
  readonly watch?: boolean;
}

const WATCH_INTERVAL_MS = 1000;

export function addStatus(program: Command, io: Io): void {
  program
    .command("status")
    .description("show whether agents call hive, and the health of queue, worker and store")
    .option("--json", "as JSON")
    .option("--watch", "print it again every second, until Ctrl+C")
    .addHelpText("after", "\nExamples:\n  hive status\n  hive status --json | jq .depth\n  hive status --watch")
    .action(async (flags: Flags, command: Command) => {
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      const config = loadConfig(io, root);
      const { env, cwd } = io;
      for (;;) {
        const nowMs = systemClock.nowMs();
        const status = await readStatus(root, nowMs, config, { project: projectOf(io, root), env, cwd });
        const isWatching = flags.watch === true;
        if (isWatching && io.isTTY) io.out("\u001b[2J\u001b[H");
        io.out(flags.json === true ? json(status) : pasteable(renderStatus(status, io, nowMs), io.env));
        if (!isWatching && !status.isHealthy) throw new UnhealthyProject(status.findings);
        if (!isWatching) return;
        await Bun.sleep(WATCH_INTERVAL_MS);
      }
    });
}
