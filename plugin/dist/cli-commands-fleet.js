// @bun
import"./origin-own-file.js";
import"./origin-own-directory.js";
import {
  KINDS
} from "./model-merge.js";
import"./base-files-files.js";
import"./store-sqlite-open-database.js";
import"./store-sqlite-open-migrations.js";
import"./base-config-sources.js";
import"./recall-resume.js";
import"./redact-redact.js";
import"./store-sqlite-settled.js";
import {
  assertPerson,
  positive,
  unknownCommand,
  width,
  relativeTime,
  table,
  oneLine,
  json,
  findRoot,
  loadConfig
} from "./cli-root.js";
import"./capture-node-io.js";
import {
  withFleet,
  onlyOne
} from "./cli-fleet-sessions.js";
import"./recall-archive-as-store.js";
import"./cli-choose-session.js";
import {
  hasFleet,
  shareOf
} from "./store-postgres-connect-settings.js";
import"./git-git-head.js";
import"./store-sqlite-read-reader.js";
import"./recall-choose-place.js";
import {
  count
} from "./base-text-words.js";
import {
  projectDirectory
} from "./origin-config-files.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  printable
} from "./base-text-printable.js";
import"./origin-key.js";
import {
  isObject2,
  textOf2
} from "./base-json.js";
import"./git-git-tree.js";
import {
  HiveError
} from "./base-errors.js";

// src/cli/text/fleet-text.ts
var MAX_LINES = 20, TELLING = [
  "text",
  "command",
  "subject",
  "description",
  "target",
  "title",
  "branch",
  "reason",
  "directory",
  "agent"
];
function ofFleet(session, facts, nowMs, columns) {
  let head = [
    `session ${session.session} of ${session.label}, ${session.project}`,
    `last seen ${relativeTime(session.seenMs, nowMs)}${session.branch === null ? "" : `, on ${session.branch}`}`
  ], parts = [...new Set(facts.map(({ kind }) => kind))].flatMap((kind) => {
    let own = facts.filter((fact) => fact.kind === kind), lines = own.slice(0, MAX_LINES).map((fact) => `  ${oneLine(lineOf(fact), columns - 2)}`), more = own.length > MAX_LINES ? [`  \u2026 and ${own.length - MAX_LINES} more (--json shows all)`] : [];
    return ["", titleOf(kind), ...lines, ...more];
  }), note = facts.length === 0 ? ["", "Its machine shares no more than that."] : [];
  return `${[...head, ...parts, ...note].map(printable).join(`
`)}
`;
}
var titleOf = (kind) => Object.hasOwn(KINDS, kind) ? KINDS[kind].title : kind;
function lineOf({ key, data }) {
  let fields = isObject2(data) ? data : {};
  if (Array.isArray(fields.todos))
    return JSON.stringify(fields.todos);
  let told = TELLING.map((name) => textOf2(fields[name])).find((text) => text !== void 0 && text !== ""), outcome = textOf2(fields.outcome) ?? textOf2(fields.status) ?? textOf2(fields.change);
  return [told ?? key, outcome].filter((text) => text !== void 0 && text !== "").join(" - ");
}

// src/cli/commands/fleet.ts
var DEFAULT_LIMIT = 20, flagsOf = (command) => command.optsWithGlobals(), NOT_TOLD = "no agent is told of the fleet's sessions", inFleet = (io, flags, use) => withFleet(io, findRoot(io, flags.root), use);
function addFleet(program, io) {
  let fleet = program.command("fleet").description("share and read the sessions of all your machines, through your own PostgreSQL").addHelpText("after", `
Its server is fleetUrl in your own config.json, or HIVE_FLEET_URL. docs/fleet.md says how to set it up, and what leaves this
machine.

Examples:
  hive fleet init
  hive fleet sessions
  hive fleet show 5f0c`), subcommand = (usage, description, example) => fleet.command(usage).description(description).option("--json", "print JSON").addHelpText("after", `
Example:
  ${example}`);
  fleet.action((_flags, command) => {
    let [word] = command.args;
    if (word !== void 0)
      unknownCommand(fleet, word);
    fleet.help();
  }), subcommand("init", "create or update its tables on the server", "hive fleet init").action(async (_flags, command) => {
    let flags = flagsOf(command), isChanged = await inFleet(io, flags, (one) => one.init());
    if (flags.json === !0)
      io.out(json({ isChanged }));
    else
      io.out(isChanged ? `The tables are made.
` : `The tables are there already.
`);
  }), subcommand("status", "list its machines, and when each last sent something", "hive fleet status").action(async (_flags, command) => {
    let flags = flagsOf(command), machines = await inFleet(io, flags, (one) => one.machines());
    if (flags.json === !0)
      return io.out(json(machines));
    if (machines.length === 0)
      return io.out(`No machine has sent anything yet.
`);
    let rows = machines.map((one) => [
      oneLine(one.label, 30),
      relativeTime(one.seenMs, Date.now()),
      String(one.projects),
      String(one.sessions),
      one.hiveVersion,
      gapsOf(one)
    ]);
    io.out(table(["MACHINE", "LAST HEARD", "PROJECTS", "SESSIONS", "HIVE", ""], rows));
  }), subcommand("sessions", "list the sessions of all machines, the latest first", "hive fleet sessions --search login").option("--search <text>", "only those with this text in title, branch, project, agent, machine or id").option("--limit <n>", "the largest number to list", positive, DEFAULT_LIMIT).action(async (_flags, command) => {
    assertPerson(io, NOT_TOLD);
    let { search, ...flags } = command.optsWithGlobals(), sessions = await inFleet(io, flags, (one) => one.sessions(flags.limit ?? DEFAULT_LIMIT, search));
    if (flags.json === !0)
      io.out(json(sessions));
    else
      io.out(sessions.length === 0 ? `no such session
` : renderSessions(io, sessions));
  }), subcommand("show <session>", "show the shared part of a session", "hive fleet show 5f0c").action(async (id, _flags, command) => {
    assertPerson(io, NOT_TOLD);
    let flags = flagsOf(command), [session, facts] = await inFleet(io, flags, async (one) => {
      let chosen = onlyOne(await one.sessionsOf(id), id);
      if (chosen === null)
        throw notFound(id);
      return [chosen, await one.facts(chosen)];
    });
    io.out(flags.json === !0 ? json({ ...session, facts }) : ofFleet(session, facts, Date.now(), width(io)));
  }), subcommand("search <words...>", "search the shared data of all machines", "hive fleet search teapot").option("--limit <n>", "the largest number to list", positive, DEFAULT_LIMIT).action(async (words, _flags, command) => {
    assertPerson(io, NOT_TOLD);
    let flags = flagsOf(command), hits = await inFleet(io, flags, (one) => one.search(words.join(" "), flags.limit ?? DEFAULT_LIMIT));
    if (flags.json === !0)
      return io.out(json(hits));
    if (hits.length === 0)
      return io.out(`nothing was found
`);
    let rows = hits.map((hit) => [
      hit.session.slice(0, 10),
      oneLine(hit.label, 20),
      relativeTime(hit.atMs, Date.now()),
      hit.kind,
      oneLine(hit.words, 60)
    ]);
    io.out(table(["SESSION", "MACHINE", "WHEN", "KIND", "FOUND"], rows));
  }), subcommand("preview", "print exactly what would leave this machine", "hive fleet preview --limit 20").option("--limit <n>", "the number of facts to look at, the newest", positive, 200).action(async (_flags, command) => {
    let flags = flagsOf(command), root = findRoot(io, flags.root), config = loadConfig(io, root), share = shareOf(config), { placeOf, previewOf } = await import("./store-postgres-preview.js"), observations = await previewOf(root, share, flags.limit ?? 200), place = await placeOf(projectDirectory(root));
    if (flags.json === !0)
      return io.out(json({ share, hasFleet: hasFleet(config, io.env), place, observations }));
    let lines = observations.map((one) => JSON.stringify(one));
    io.out(`Shared: ${share.length === 0 ? "nothing" : share.join(", ")}.
${lines.map((line) => `${line}
`).join("")}With it: ${JSON.stringify(place)}, and of each session its agent, and when it was begun and seen.
`);
  });
}
var gapsOf = ({ refused, missing }) => [
  refused === 0 ? "" : `${count(refused, "row")} refused`,
  missing === 0 ? "" : `${count(missing, "row")} never came: pruned or forgotten unsent, or lost`
].filter((text) => text !== "").join("; "), notFound = (id) => new HiveError("HIVE_NOT_FOUND", `the fleet has no session ${JSON.stringify(id)}`, {
  hint: "list them with: hive fleet sessions"
});
function renderSessions(io, sessions) {
  let nowMs = Date.now(), rows = sessions.map((one) => [
    one.session.slice(0, 10),
    oneLine(one.title ?? "", Math.max(10, Math.min(60, width(io) - 80))),
    oneLine(one.label, 20),
    oneLine(one.project.replace(/^(?:local|root):.*/, ""), 30),
    oneLine(one.branch ?? "", 20),
    relativeTime(one.seenMs, nowMs),
    stateOf(one)
  ]);
  return table(["SESSION", "TITLE", "MACHINE", "PROJECT", "BRANCH", "LAST SEEN", "STATE"], rows);
}
function stateOf({ endedMs, seenMs, turnEndedMs }) {
  if (endedMs !== null && endedMs >= seenMs)
    return "ended";
  return turnEndedMs !== null && turnEndedMs >= seenMs ? "turn over" : "mid-turn";
}
export {
  addFleet
};
