import type { Command } from "commander";
import { systemClock } from "../base/clock.ts";
import { errorCode, errorMessage, HiveError } from "../base/errors.ts";
import { type ResumeReport, Resumes } from "../recall/resume.ts";
import { ownCommand } from "../platform/own-command.ts";
import { terminalText } from "../recall/resume-text.ts";
import type { Io } from "./io.ts";
import { json } from "./render.ts";
import { findRoot, loadConfig } from "./root.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
}

const BUSY_TIMEOUT_MS = 2000;
const MAX_SESSIONS = 100;

export function addResume(program: Command, io: Io): void {
  program
    .command("resume")
    .argument(
      "[session]",
      "a session's id, or the beginning of it (default: the latest that did not end, else the latest; none that is untrusted)",
    )
    .description("print what is known of a session, to go on from there")
    .option("--root <dir>", "the .hive-mind directory")
    .option("--json", "as JSON, in full")
    .addHelpText(
      "after",
      `
It reads the store and what still waits in the queue: no worker is needed. What was saved is quoted, one line each.

Examples:
  hive resume                     the latest session of this project that did not end
  hive resume 5f0c                the session whose id begins so
  hive resume --json | jq .state.files`,
    )
    .action(async (id: string | undefined, flags: Flags, command: Command) => {
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      const { maxEntryBytes } = loadConfig(io, root);
      const nowMs = systemClock.nowMs();
      const report = await read(root, async () => {
        using resumes = await Resumes.open(root, { nowMs, busyTimeoutMs: BUSY_TIMEOUT_MS, maxEntryBytes });
        return find(resumes, id);
      });
      if (report === null) {
        throw new HiveError("HIVE_NOT_FOUND", `nothing has been saved in ${root} yet`, {
          hint: "hive setup --check says whether the agent's hook is called",
        });
      }
      io.out(flags.json === true ? json(report) : `${terminalText(report, nowMs, ownCommand(io.env))}\n`);
    });
}

/** @throws HIVE_NOT_FOUND, HIVE_INVALID_OPTION when several begin so */
function find(resumes: Resumes, id: string | undefined): ResumeReport | null {
  const ids = resumes.ids(id ?? "", MAX_SESSIONS, id === undefined);
  if (id === undefined) {
    const outlines = ids.map((known) => resumes.outline(known)).filter((outline) => outline !== null);
    // One that has done nothing yet leaves nothing to go on from.
    const active = outlines.filter((outline) => outline.lastActiveMs !== null);
    const best = active.find((outline) => outline.ending.kind !== "ended") ?? active[0] ?? outlines[0];
    return best === undefined ? null : resumes.report(best.sessionId);
  }
  if (ids.length > 1 && !ids.includes(id)) {
    throw new HiveError("HIVE_INVALID_OPTION", `${ids.length} sessions begin with ${JSON.stringify(id)}`, {
      hint: "give more of the id",
    });
  }
  const found = ids.includes(id) ? id : ids[0];
  const report = found === undefined ? null : resumes.report(found);
  if (report !== null) return report;
  throw new HiveError("HIVE_NOT_FOUND", `nothing is saved of a session ${JSON.stringify(id)}`, {
    hint: "list them with: hive sessions",
  });
}

async function read<T>(root: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use();
  } catch (error) {
    if (errorCode(error)?.startsWith("SQLITE_") !== true) throw error;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `cannot read ${root}/hive.db: ${errorMessage(error)}`, {
      cause: error,
      hint: "hive doctor says what is wrong with it",
    });
  }
}
