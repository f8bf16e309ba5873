import type { Command } from "commander";
import { existsSync, lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { systemClock } from "../../../base/clock.ts";
import { errorCode, HiveError } from "../../../base/errors.ts";
import { noteExport } from "../../../forget/exports.ts";
import { knownSessions } from "../../../forget/forget.ts";
import { queuePaths } from "../../../queue/layout.ts";
import { readWaiting } from "../../../recall/waiting/waiting.ts";
import { readAllRows } from "../../../store/sqlite/all-rows.ts";
import { StoreReader } from "../../../store/sqlite/read/queries.ts";
import { assertTold, chooseSession } from "../../choose-session.ts";
import { exportText } from "../../text/export-text.ts";
import type { Io } from "../../io.ts";
import { json, printable } from "../../text/render.ts";
import { findRoots, loadConfig, olderToName } from "../../root.ts";
import { openResumes } from "../../../recall/session-list.ts";

interface Flags {
  readonly root?: string;
  readonly out?: string;
  readonly force?: boolean;
  readonly json?: boolean;
}

const BUSY_TIMEOUT_MS = 2000;

export function addExport(program: Command, io: Io): void {
  program
    .command("export")
    .argument("<session>", "a session's id, or the beginning of it")
    .description("print all saved data of a session as Markdown")
    .option("--out <file>", "write to a private file, which hive forget deletes with the session")
    .option("--force", "replace an existing file")
    .option("--json", "with --out: print JSON about the file")
    .addHelpText("after", "\nExamples:\n  hive export 5f0c\n  hive export 5f0c --out session.md --force")
    .action(async (given: string, _flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      const roots = findRoots(io, flags.root);
      const { root } = roots;
      const older = olderToName(io, roots);
      const found = choose([root, ...(older === null ? [] : [older])], given);
      const text = await textOf(io, found);
      if (flags.out === undefined) return io.out(text);
      const path = write(io, flags.out, text, flags.force === true, found);
      io.out(flags.json === true ? json({ sessionId: found.id, path }) : `Written: ${printable(path)}\n`);
    });
}

interface Chosen {
  readonly root: string;
  readonly id: string;
}

function choose(roots: readonly string[], given: string): Chosen {
  const known = roots.map((root) => ({ root, ids: knownSessions(root) }));
  const id = chooseSession([...new Set(known.flatMap(({ ids }) => ids))], given);
  return { root: known.find(({ ids }) => ids.includes(id))!.root, id };
}

async function textOf(io: Io, { root, id }: Chosen): Promise<string> {
  const nowMs = systemClock.nowMs();
  const { maxEntryBytes } = loadConfig(io, root);
  // Read the queue before the store, as entries move from one to the other.
  const waiting = readWaiting(queuePaths(root), maxEntryBytes).bySession.get(id)?.facts ?? [];
  using resumes = await openResumes(root, nowMs);
  const report = resumes.report(id);
  if (report === null) {
    throw new HiveError("HIVE_NOT_FOUND", `hive has seen nothing of session ${JSON.stringify(id)}`, {
      hint: "hive show prints what other programs have saved of it",
    });
  }
  assertTold(io, report);
  using reader = await StoreReader.open(root);
  const history = reader === null ? [] : await reader.history(id);
  const rows = await readAllRows(root, id, waiting, BUSY_TIMEOUT_MS);
  const prompt = rows.prompt[0]?.["text"];
  const title = report.objective ?? (typeof prompt === "string" ? prompt.slice(0, 80) : null);
  return exportText({ report, title, rows, history }, nowMs);
}

/** @returns its path @throws HIVE_INVALID_OPTION if the path is taken or cannot be written */
function write(io: Io, out: string, text: string, isForced: boolean, { root, id }: Chosen): string {
  const named = resolve(io.cwd, out);
  const path = existsSync(dirname(named)) ? join(realpathSync(dirname(named)), basename(named)) : named;
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found !== undefined && (!isForced || !found.isFile())) {
    const what = found.isFile() ? "is there already" : "is no regular file";
    throw new HiveError("HIVE_INVALID_OPTION", `${path} ${what}`, {
      hint: found.isFile() ? "--force replaces it" : "choose another name",
    });
  }
  const temporary = `${path}.${Bun.randomUUIDv7()}.tmp`;
  try {
    // Note the export before it exists, so that hive forget knows every export.
    noteExport(root, { sessionId: id, path });
    writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
    renameSync(temporary, path);
    return path;
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_OPTION", `${path} cannot be written (${errorCode(cause) ?? "unknown"})`, {
      cause,
      hint: "check its directory",
    });
  } finally {
    rmSync(temporary, { force: true });
  }
}
