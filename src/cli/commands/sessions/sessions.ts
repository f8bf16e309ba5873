import type { Command } from "commander";
import { systemClock } from "../../../base/clock.ts";
import { agoText } from "../../text/checkpoint-text.ts";
import { type Io, isOfAgent } from "../../io.ts";
import { positive, sinceMs } from "../../flags.ts";
import { json, oneLine, table, takenBy } from "../../text/render.ts";
import { projectDirectory } from "../../../origin/config-files.ts";
import { Places } from "../../../recall/choose/place.ts";
import { findRoots } from "../../root.ts";
import {
  byLastSeen,
  lastSeen,
  type Listing,
  listSessions,
  stateOf,
  type Wanted,
} from "../../../recall/session-list.ts";
import { LONGEST_ID, shortIds } from "../../../recall/short-ids.ts";
import { colour, width } from "../../text/terminal.ts";

interface Flags extends Partial<Wanted> {
  readonly root?: string;
  readonly json?: boolean;
  readonly since?: number;
  readonly all?: boolean;
}

const DEFAULT_LIMIT = 20;
const RAW_SQL_NOTE =
  "UNTRUSTED: raw SQL without proof has changed tables: objective, checkpoint, agents and log may be another's; hive adopt vouches";

export function addSessions(program: Command, io: Io): void {
  program
    .command("sessions")
    .description("list the saved sessions, the latest first")
    .option("--search <text>", "only those with this text in title, prompts, directory or id")
    .option("--branch <name>", "only those on this git branch")
    .option("--since <when>", "only those seen since: 2d, 3h, 30min, or a date such as 2026-01-31", sinceMs)
    .option("--open", "only those that run, stopped in mid-turn or have open tasks")
    .option("--all", "those of all projects and agents, from the archive, each with the command that continues it")
    .option("--limit <n>", "the largest number to list", positive, DEFAULT_LIMIT)
    .option("--json", "print JSON")
    .addHelpText(
      "after",
      `
STATE is running, mid-turn (the agent was at work when it stopped or was closed), ended, or stopped (no end was seen, its turn was over).
OPEN is the number of unfinished todos and tasks.

Examples:
  hive sessions
  hive sessions --open --since 2d
  hive sessions --search login --branch main
  hive sessions --all --open      what was at work, also after a crash of the machine
  hive sessions --limit 100 --json`,
    )
    .action(async (_flags: Flags, command: Command) => {
      const flags = command.optsWithGlobals<Flags>();
      if (flags.all === true) return (await import("../../text/archive-lists.ts")).printAllSessions(io, flags);
      const listing = await listAll(io, flags);
      if (listing.isRawSqlUntrusted) tellRawSql(io);
      if (flags.json === true) io.out(json(listing.sessions));
      else if (listing.sessions.length > 0) io.out(renderSessions(io, listing, systemClock.nowMs()));
      else io.out(isSifted(flags) && listing.ids.length > 0 ? "no such session\n" : "no session saved yet\n");
    });
}

const isSifted = ({ search, branch, since, open }: Flags): boolean =>
  search !== undefined || branch !== undefined || since !== undefined || open === true;

export const tellRawSql = (io: Io): void => io.err(`hive: ${RAW_SQL_NOTE}\n`);

/** The sessions of a state directory, with those of this project in its older one. */
async function listAll(io: Io, flags: Flags): Promise<Listing> {
  const { root, older } = findRoots(io, flags.root);
  const { limit = DEFAULT_LIMIT, search, branch, open } = flags;
  const wanted = { limit, search, branch, open, sinceMs: flags.since, isTrusted: isOfAgent(io) };
  const nowMs = systemClock.nowMs();
  const own = await listSessions(root, wanted, nowMs);
  if (older === null) return own;
  const places = new Places(io.cwd, projectDirectory(root, io.env));
  const isShared = places.isShared(projectDirectory(older, io.env));
  const more = await listSessions(older, { ...wanted, places: isShared ? places : undefined }, nowMs);
  const sessions = [...own.sessions, ...more.sessions].toSorted(byLastSeen);
  return {
    sessions: sessions.slice(0, limit),
    ids: [...own.ids, ...more.ids],
    isRawSqlUntrusted: own.isRawSqlUntrusted || more.isRawSqlUntrusted,
  };
}

const HEADER = ["SESSION", "AGENT", "TITLE", "BRANCH", "LAST SEEN", "STATE", "OPEN"];
const AGENT_COLUMN = 1;
const TITLE_COLUMN = 2;
/** The columns that a narrow table lacks, beside the agents: the first, or both. */
const LEAST = ["BRANCH", "LAST SEEN"];
const LONGEST_TITLE = 80;
const SHORTEST_TITLE = 10;
/** The lengths to try for a branch's name: a narrow terminal shows only the beginning. */
const BRANCHES = [20, 12, 6];

/** The column of the titles: one earlier without the agents. */
const titleOf = (rows: string[][]): number => (rows[0]!.includes("AGENT") ? TITLE_COLUMN : TITLE_COLUMN - 1);

/** A table for the terminal's width: a narrow one has short branches, and no agents, least of all a single one. */
function renderSessions(io: Io, listing: Listing, nowMs: number): string {
  const whole = BRANCHES.map((longest) => [HEADER, ...rowsOf(listing, longest, nowMs)]);
  const withoutAgents = whole.map((rows) => rows.map((row) => row.toSpliced(AGENT_COLUMN, 1)));
  const narrow = LEAST.map((_, index) => without(withoutAgents.at(-1)!, LEAST.slice(0, index + 1)));
  const roomFor = (rows: string[][]): number => width(io) - takenBy(rows.map((row) => row.toSpliced(titleOf(rows), 1)));
  const isOfSeveral = new Set(listing.sessions.map(({ agent }) => agent)).size > 1;
  const tables = [...(isOfSeveral ? whole : [whole[0]!]), ...withoutAgents, ...narrow];
  // Ids that differ at their end are long, and each has to name its session.
  const fit =
    tables.find((rows) => roomFor(rows) >= 2 * SHORTEST_TITLE) ??
    tables.find((rows) => roomFor(rows) >= SHORTEST_TITLE) ??
    tables.at(-1)!;
  const longest = Math.max(SHORTEST_TITLE, Math.min(LONGEST_TITLE, roomFor(fit)));
  const [head = [], ...rows] = fit.map((row) =>
    row.map((text, column) => (column === titleOf(fit) ? oneLine(text, longest) : text)),
  );
  const style = colour(io);
  const [header = "", ...lines] = table(head, rows).trimEnd().split("\n");
  // Ended sessions are less urgent.
  const shown = lines.map((line, index) => (stateOf(listing.sessions[index]!) === "ended" ? style("dim", line) : line));
  return `${[style("bold", header), ...shown].join("\n")}\n`;
}

/** A table without the columns of these headings. */
const without = (rows: string[][], headings: readonly string[]): string[][] =>
  rows.map((row) => row.filter((_, column) => !headings.includes(rows[0]![column]!)));

function rowsOf({ sessions, ids }: Listing, longestBranch: number, nowMs: number): string[][] {
  const short = shortIds(ids);
  return sessions.map((session) => [
    oneLine(short.get(session.id)!, LONGEST_ID),
    oneLine(session.agent ?? "", 11),
    `${session.isUntrusted ? "UNTRUSTED " : ""}${session.title ?? ""}`,
    oneLine(session.branch ?? "", longestBranch),
    agoText(lastSeen(session), nowMs),
    oneLine(stateOf(session), 10),
    session.tasks.all === 0 ? "" : `${session.tasks.open}/${session.tasks.all}`,
  ]);
}
