import type { Command } from "commander";
import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { hookLogPaths } from "../../capture/hook-log.ts";
import { errorCode, HiveError } from "../../base/errors.ts";
import { runDoctor } from "../../doctor/doctor.ts";
import { bugReport, logTail } from "../bug-report.ts";
import { asksQuestions, carryOut, type ChangeFlags } from "../text/change.ts";
import { type Io, isOfAgent } from "../io.ts";
import { findRoot, loadConfig } from "../root.ts";
import { projectOf } from "../project-paths.ts";
import { workerLogPath } from "./run/worker-control.ts";

interface Flags extends Pick<ChangeFlags, "yes" | "dryRun"> {
  readonly root?: string;
  readonly out: string;
}

export function addBugReport(program: Command, io: Io): void {
  program
    .command("bug-report")
    .description("gather what an issue about hive needs, without secrets, and show it before anything is written")
    .option("--out <file>", "the file to write, which must not be there yet", "hive-bug-report.md")
    .option("--yes", "do not ask")
    .option("--dry-run", "only show it")
    .addHelpText("after", "\nExamples:\n  hive bug-report --dry-run\n  hive bug-report --yes --out report.md")
    .action(async (flags: Flags, command: Command) => {
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      const asks = asksQuestions(io, flags, "hive bug-report --dry-run");
      const text = await gather(io, root);
      const path = resolve(io.cwd, flags.out);
      await carryOut(io, flags, {
        preview: `${text}\n`,
        question: asks ? `Write this to ${path}? Nothing is sent.` : null,
        make: async () => write(path, text),
        render: () => `Written: ${path}. Read it once more before you show it to others.\n`,
        toJson: () => ({}),
      });
    });
}

/** A line of a log may quote what came without proof. */
const NOT_TOLD = "left out, since an agent asked: no agent is told of what came without proof";

async function gather(io: Io, root: string): Promise<string> {
  const { env, cwd } = io;
  const report = await runDoctor({
    project: projectOf(io, root),
    root,
    env,
    cwd,
    nowMs: () => Date.now(),
  });
  // @mutant an agent's bug report quotes no log
  const tailOf = isOfAgent(io) ? () => NOT_TOLD : logTail;
  const hooks = hookLogPaths(root, env)
    .map(tailOf)
    .filter((text) => text !== "");
  return bugReport({
    report,
    config: loadConfig(io, root),
    logs: new Map([
      ["the hook's log", hooks.join("\n")],
      ["the worker's log", tailOf(workerLogPath(root))],
    ]),
  });
}

/** @throws HIVE_INVALID_OPTION if the path is taken or cannot be written */
function write(path: string, text: string): void {
  try {
    writeFileSync(path, text, { mode: 0o600, flag: "wx" });
  } catch (cause) {
    const isThere = errorCode(cause) === "EEXIST";
    const why = isThere ? "is there already" : `cannot be written (${errorCode(cause) ?? "unknown"})`;
    throw new HiveError("HIVE_INVALID_OPTION", `${path} ${why}`, { hint: "--out names another file", cause });
  }
}
