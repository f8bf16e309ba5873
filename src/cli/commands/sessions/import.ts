import { confirm, progress } from "@clack/prompts";
import { type Command, Option } from "commander";
import { systemClock } from "../../../base/clock.ts";
import { HiveError } from "../../../base/errors.ts";
import { stateDirectoryOf } from "../../../base/state-directory.ts";
import { count } from "../../../base/text/words.ts";
import { nodeHookIo } from "../../../capture/node-io.ts";
import { projectDirectory, readConfigFiles, userRoots } from "../../../origin/config-files.ts";
import { userKey } from "../../../origin/key.ts";
import { machineId } from "../../../origin/machine.ts";
import { homeOf } from "../../../origin/own-directory.ts";
import { archivePath, openArchive } from "../../../store/archive/open.ts";
import { ArchiveRows } from "../../../store/archive/rows.ts";
import { importTranscript, type ImportOptions } from "../../../worker/enrich/import.ts";
import {
  type Listed,
  TRANSCRIPT_PLACES,
  type TranscriptPlace,
  transcriptsOf,
} from "../../../worker/enrich/transcript-places.ts";
import { deletionsOf } from "../../../worker/enrich/deletions.ts";
import { answerTo, asksQuestions } from "../../text/change.ts";
import type { Io } from "../../io.ts";
import { json } from "../../text/render.ts";

interface Flags {
  readonly agent?: string;
  readonly yes?: boolean;
  readonly json?: boolean;
}

const BUSY_TIMEOUT_MS = 10_000;
const NAMES = TRANSCRIPT_PLACES.map(({ agent }) => agent);

export function addImport(program: Command, io: Io): void {
  program
    .command("import")
    .description("import the agents' transcripts on this machine into the archive")
    .addOption(new Option("--agent <name>", "those of this agent alone").choices(NAMES))
    .option("--yes", "do not ask")
    .option("--json", "print JSON; needs --yes")
    .addHelpText(
      "after",
      `
It asks for each agent. Prompts, answers, calls and tokens are taken, without secrets, results of tools and excluded paths; projects that
are paused, or have the archive off, are left out. A second import takes what is new. It says what each agent deletes of its own
transcripts, and when.

Examples:
  hive import
  hive import --agent codex --yes`,
    )
    .action(async (_flags: Flags, command: Command) => runImport(io, command.optsWithGlobals<Flags>()));
}

interface Tally {
  readonly agent: string;
  readonly transcripts: number;
  readonly taken: number;
  readonly excluded: number;
  readonly none: number;
  /** Of no known project. */
  readonly homeless: number;
  /** Lines that were no JSON. */
  readonly malformed: number;
  /** Directories and files that could not be looked at. */
  readonly unlisted: number;
}

async function runImport(io: Io, flags: Flags): Promise<void> {
  const asks = asksQuestions(io, flags, "hive import --yes");
  const path = archivePath(io.env);
  if (path === null)
    throw new HiveError("HIVE_INVALID_OPTION", "no home directory is known: there is no place for an archive");
  const places = TRANSCRIPT_PLACES.filter(({ agent }) => flags.agent === undefined || agent === flags.agent);
  const tallies: Tally[] = [];
  for (const place of places) {
    const listed = transcriptsOf(place, homeOf(io.env));
    const { files, unlisted } = listed;
    if (files.length === 0 && unlisted === 0) continue;
    const { agent, title } = place;
    const deletions = deletionsOf({ agent, title, files }, homeOf(io.env), systemClock.nowMs());
    if (flags.json !== true && files.length > 0) io.out(`${deletions}\n`);
    const question = `Take ${count(files.length, "transcript")} of ${place.title} into ${path}?`;
    if (asks && files.length > 0 && !(await answerTo(confirm({ message: question })))) continue;
    tallies.push(await importAll(io, place, listed, path));
  }
  if (flags.json === true) return io.out(json({ version: 1, agents: tallies }));
  if (tallies.length === 0) return io.out("nothing was imported\n");
  for (const tally of tallies) io.out(`${lineOf(tally)}\n`);
}

function lineOf({ agent, transcripts, taken, excluded, none, homeless, malformed, unlisted }: Tally): string {
  const parts = [
    `${agent}: ${taken} of ${count(transcripts, "transcript")} taken, ${excluded} left out by your settings, ${none} not understood`,
    homeless === 0 ? "" : `, ${homeless} of no known project`,
    malformed === 0 ? "" : `; ${count(malformed, "line")} passed over as no JSON`,
    unlisted === 0 ? "" : `; ${count(unlisted, "place")} could not be looked at`,
  ];
  return parts.join("");
}

async function importAll(io: Io, place: TranscriptPlace, { files, unlisted }: Listed, path: string): Promise<Tally> {
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  const options = optionsOf(io, new ArchiveRows(db));
  const tally = { taken: 0, excluded: 0, none: 0, homeless: 0, malformed: 0 };
  const bar = io.isTTY ? progress({ max: files.length, output: process.stderr }) : null;
  bar?.start(place.title);
  for (const [index, file] of files.entries()) {
    const { outcome, malformed } = importTranscript(db, place, file.path, options);
    tally[outcome] += 1;
    tally.malformed += malformed;
    if (bar === null) continue;
    bar.advance(1, `${place.title}: ${index + 1} of ${files.length}`);
    // The bar is drawn between two files.
    await new Promise(setImmediate);
  }
  bar?.stop(`${place.title}: ${count(files.length, "transcript")} read`);
  return { agent: place.agent, transcripts: files.length, ...tally, unlisted };
}

function optionsOf(io: Io, rows: ArchiveRows): ImportOptions {
  const roots = userRoots(io.env);
  const known = new Map<string, ReturnType<ImportOptions["projectOf"]>>();
  const projectOf = (cwd: string): ReturnType<ImportOptions["projectOf"]> => {
    const before = known.get(cwd);
    if (before !== undefined) return before;
    const { root } = stateDirectoryOf(nodeHookIo, io.env, cwd, roots);
    const found = { root, project: projectDirectory(root, io.env), config: readConfigFiles(root, {}, io.env).config };
    known.set(cwd, found);
    return found;
  };
  return {
    rows,
    machine: machineId(undefined, io.env),
    key: userKey(undefined, io.env),
    nowMs: systemClock.nowMs(),
    projectOf,
  };
}
