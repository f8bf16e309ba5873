// @bun
import {
  isOfAgent,
  positive,
  sinceMs,
  width,
  colour,
  table,
  takenBy,
  oneLine,
  json,
  findRoots
} from "./cli-root.js";
import {
  agoText
} from "./cli-text-checkpoint-text.js";
import {
  listSessions,
  byLastSeen,
  lastSeen,
  stateOf
} from "./recall-session-list.js";
import {
  LONGEST_ID,
  shortIds
} from "./recall-short-ids.js";
import {
  Places
} from "./recall-choose-place.js";
import {
  projectDirectory
} from "./origin-config-files.js";
import {
  systemClock
} from "./base-clock.js";

// src/cli/commands/sessions/sessions.ts
var DEFAULT_LIMIT = 20, RAW_SQL_NOTE = "UNTRUSTED: raw SQL without proof has changed tables: objective, checkpoint, agents and log may be another's; hive adopt vouches";
function addSessions2(program, io) {
  program.command("sessions").description("list the saved sessions, the latest first").option("--search <text>", "only those with this text in title, prompts, directory or id").option("--branch <name>", "only those on this git branch").option("--since <when>", "only those seen since: 2d, 3h, 30min, or a date such as 2026-01-31", sinceMs).option("--open", "only those that run, stopped in mid-turn or have open tasks").option("--all", "those of all projects and agents, from the archive, each with the command that continues it").option("--limit <n>", "the largest number to list", positive, DEFAULT_LIMIT).option("--json", "print JSON").addHelpText("after", `
STATE is running, mid-turn (the agent was at work when it stopped or was closed), ended, or stopped (no end was seen, its turn was over).
OPEN is the number of unfinished todos and tasks.

Examples:
  hive sessions
  hive sessions --open --since 2d
  hive sessions --search login --branch main
  hive sessions --all --open      what was at work, also after a crash of the machine
  hive sessions --limit 100 --json`).action(async (_flags, command) => {
    let flags = command.optsWithGlobals();
    if (flags.all === !0)
      return (await import("./import-archive-lists.js")).printAllSessions(io, flags);
    let listing = await listAll(io, flags);
    if (listing.isRawSqlUntrusted)
      tellRawSql2(io);
    if (flags.json === !0)
      io.out(json(listing.sessions));
    else if (listing.sessions.length > 0)
      io.out(renderSessions(io, listing, systemClock.nowMs()));
    else
      io.out(isSifted(flags) && listing.ids.length > 0 ? `no such session
` : `no session saved yet
`);
  });
}
var isSifted = ({ search, branch, since, open }) => search !== void 0 || branch !== void 0 || since !== void 0 || open === !0, tellRawSql2 = (io) => io.err(`hive: ${RAW_SQL_NOTE}
`);
async function listAll(io, flags) {
  let { root, older } = findRoots(io, flags.root), { limit = DEFAULT_LIMIT, search, branch, open } = flags, wanted = { limit, search, branch, open, sinceMs: flags.since, isTrusted: isOfAgent(io) }, nowMs = systemClock.nowMs(), own = await listSessions(root, wanted, nowMs);
  if (older === null)
    return own;
  let places = new Places(io.cwd, projectDirectory(root, io.env)), isShared = places.isShared(projectDirectory(older, io.env)), more = await listSessions(older, { ...wanted, places: isShared ? places : void 0 }, nowMs);
  return {
    sessions: [...own.sessions, ...more.sessions].toSorted(byLastSeen).slice(0, limit),
    ids: [...own.ids, ...more.ids],
    isRawSqlUntrusted: own.isRawSqlUntrusted || more.isRawSqlUntrusted
  };
}
var HEADER = ["SESSION", "AGENT", "TITLE", "BRANCH", "LAST SEEN", "STATE", "OPEN"], AGENT_COLUMN = 1, TITLE_COLUMN = 2, LEAST = ["BRANCH", "LAST SEEN"], LONGEST_TITLE = 80, SHORTEST_TITLE = 10, BRANCHES = [20, 12, 6], titleOf = (rows) => rows[0].includes("AGENT") ? TITLE_COLUMN : TITLE_COLUMN - 1;
function renderSessions(io, listing, nowMs) {
  let whole = BRANCHES.map((longest) => [HEADER, ...rowsOf(listing, longest, nowMs)]), withoutAgents = whole.map((rows) => rows.map((row) => row.toSpliced(AGENT_COLUMN, 1))), narrow = LEAST.map((_, index) => without(withoutAgents.at(-1), LEAST.slice(0, index + 1))), roomFor = (rows) => width(io) - takenBy(rows.map((row) => row.toSpliced(titleOf(rows), 1))), tables = [...new Set(listing.sessions.map(({ agent }) => agent)).size > 1 ? whole : [whole[0]], ...withoutAgents, ...narrow], fit = tables.find((rows) => roomFor(rows) >= 2 * SHORTEST_TITLE) ?? tables.find((rows) => roomFor(rows) >= SHORTEST_TITLE) ?? tables.at(-1), longest = Math.max(SHORTEST_TITLE, Math.min(LONGEST_TITLE, roomFor(fit))), [head = [], ...rows] = fit.map((row) => row.map((text, column) => column === titleOf(fit) ? oneLine(text, longest) : text)), style = colour(io), [header = "", ...lines] = table(head, rows).trimEnd().split(`
`), shown = lines.map((line, index) => stateOf(listing.sessions[index]) === "ended" ? style("dim", line) : line);
  return `${[style("bold", header), ...shown].join(`
`)}
`;
}
var without = (rows, headings) => rows.map((row) => row.filter((_, column) => !headings.includes(rows[0][column])));
function rowsOf({ sessions, ids }, longestBranch, nowMs) {
  let short = shortIds(ids);
  return sessions.map((session) => [
    oneLine(short.get(session.id), LONGEST_ID),
    oneLine(session.agent ?? "", 11),
    `${session.isUntrusted ? "UNTRUSTED " : ""}${session.title ?? ""}`,
    oneLine(session.branch ?? "", longestBranch),
    agoText(lastSeen(session), nowMs),
    oneLine(stateOf(session), 10),
    session.tasks.all === 0 ? "" : `${session.tasks.open}/${session.tasks.all}`
  ]);
}

export { addSessions2, tellRawSql2 };
