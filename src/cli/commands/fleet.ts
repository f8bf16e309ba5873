import type { Command } from "commander";
import { HiveError } from "../../base/errors.ts";
import { count } from "../../base/text/words.ts";
import type { FleetMachine, FleetReader, FleetSession } from "../../store/postgres/fleet-reader.ts";
import { hasFleet, shareOf } from "../../store/postgres/connect/settings.ts";
import { onlyOne, withFleet } from "../fleet-sessions.ts";
import { ofFleet } from "../text/fleet-text.ts";
import { positive, unknownCommand } from "../flags.ts";
import { assertPerson, type Io } from "../io.ts";
import { projectDirectory } from "../../origin/config-files.ts";
import { json, oneLine, table } from "../text/render.ts";
import { findRoot, loadConfig } from "../root.ts";
import { relativeTime, width } from "../text/terminal.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
  readonly limit?: number;
}

const DEFAULT_LIMIT = 20;

const flagsOf = (command: Command): Flags => command.optsWithGlobals<Flags>();

/** What a fleet has is of other machines and projects, and nobody proves it. */
const NOT_TOLD = "no agent is told of the fleet's sessions";

const inFleet = <T>(io: Io, flags: Flags, use: (fleet: FleetReader) => Promise<T>): Promise<T> =>
  withFleet(io, findRoot(io, flags.root), use);

export function addFleet(program: Command, io: Io): void {
  const fleet = program
    .command("fleet")
    .description("share and read the sessions of all your machines, through your own PostgreSQL")
    .addHelpText(
      "after",
      `
Its server is fleetUrl in your own config.json, or HIVE_FLEET_URL. docs/fleet.md says how to set it up, and what leaves this
machine.

Examples:
  hive fleet init
  hive fleet sessions
  hive fleet show 5f0c`,
    );
  const subcommand = (usage: string, description: string, example: string): Command =>
    fleet
      .command(usage)
      .description(description)
      .option("--json", "print JSON")
      .addHelpText("after", `\nExample:\n  ${example}`);
  fleet.action((_flags: Flags, command: Command) => {
    const [word] = command.args;
    if (word !== undefined) unknownCommand(fleet, word);
    fleet.help();
  });

  subcommand("init", "create or update its tables on the server", "hive fleet init").action(
    async (_flags: Flags, command: Command) => {
      const flags = flagsOf(command);
      const isChanged = await inFleet(io, flags, (one) => one.init());
      if (flags.json === true) io.out(json({ isChanged }));
      else io.out(isChanged ? "The tables are made.\n" : "The tables are there already.\n");
    },
  );

  subcommand("status", "list its machines, and when each last sent something", "hive fleet status").action(
    async (_flags: Flags, command: Command) => {
      const flags = flagsOf(command);
      const machines = await inFleet(io, flags, (one) => one.machines());
      if (flags.json === true) return io.out(json(machines));
      if (machines.length === 0) return io.out("No machine has sent anything yet.\n");
      const rows = machines.map((one) => [
        oneLine(one.label, 30),
        relativeTime(one.seenMs, Date.now()),
        String(one.projects),
        String(one.sessions),
        one.hiveVersion,
        gapsOf(one),
      ]);
      io.out(table(["MACHINE", "LAST HEARD", "PROJECTS", "SESSIONS", "HIVE", ""], rows));
    },
  );

  subcommand("sessions", "list the sessions of all machines, the latest first", "hive fleet sessions --search login")
    .option("--search <text>", "only those with this text in title, branch, project, agent, machine or id")
    .option("--limit <n>", "the largest number to list", positive, DEFAULT_LIMIT)
    .action(async (_flags: Flags, command: Command) => {
      assertPerson(io, NOT_TOLD);
      const { search, ...flags } = command.optsWithGlobals<Flags & { readonly search?: string }>();
      const sessions = await inFleet(io, flags, (one) => one.sessions(flags.limit ?? DEFAULT_LIMIT, search));
      if (flags.json === true) io.out(json(sessions));
      else io.out(sessions.length === 0 ? "no such session\n" : renderSessions(io, sessions));
    });

  subcommand("show <session>", "show the shared part of a session", "hive fleet show 5f0c").action(
    async (id: string, _flags: Flags, command: Command) => {
      assertPerson(io, NOT_TOLD);
      const flags = flagsOf(command);
      const [session, facts] = await inFleet(io, flags, async (one) => {
        const chosen = onlyOne(await one.sessionsOf(id), id);
        if (chosen === null) throw notFound(id);
        return [chosen, await one.facts(chosen)] as const;
      });
      io.out(flags.json === true ? json({ ...session, facts }) : ofFleet(session, facts, Date.now(), width(io)));
    },
  );

  subcommand("search <words...>", "search the shared data of all machines", "hive fleet search teapot")
    .option("--limit <n>", "the largest number to list", positive, DEFAULT_LIMIT)
    .action(async (words: string[], _flags: Flags, command: Command) => {
      assertPerson(io, NOT_TOLD);
      const flags = flagsOf(command);
      const hits = await inFleet(io, flags, (one) => one.search(words.join(" "), flags.limit ?? DEFAULT_LIMIT));
      if (flags.json === true) return io.out(json(hits));
      if (hits.length === 0) return io.out("nothing was found\n");
      const rows = hits.map((hit) => [
        hit.session.slice(0, 10),
        oneLine(hit.label, 20),
        relativeTime(hit.atMs, Date.now()),
        hit.kind,
        oneLine(hit.words, 60),
      ]);
      io.out(table(["SESSION", "MACHINE", "WHEN", "KIND", "FOUND"], rows));
    });

  subcommand("preview", "print exactly what would leave this machine", "hive fleet preview --limit 20")
    .option("--limit <n>", "the number of facts to look at, the newest", positive, 200)
    .action(async (_flags: Flags, command: Command) => {
      const flags = flagsOf(command);
      const root = findRoot(io, flags.root);
      const config = loadConfig(io, root);
      const share = shareOf(config);
      const { placeOf, previewOf } = await import("../../store/postgres/preview.ts");
      const observations = await previewOf(root, share, flags.limit ?? 200);
      const place = await placeOf(projectDirectory(root));
      if (flags.json === true) return io.out(json({ share, hasFleet: hasFleet(config, io.env), place, observations }));
      const lines = observations.map((one) => JSON.stringify(one));
      io.out(
        `Shared: ${share.length === 0 ? "nothing" : share.join(", ")}.\n${lines.map((line) => `${line}\n`).join("")}` +
          `With it: ${JSON.stringify(place)}, and of each session its agent, and when it was begun and seen.\n`,
      );
    });
}

/** The loss account: rows that the server does not have. */
const gapsOf = ({ refused, missing }: FleetMachine): string =>
  [
    refused === 0 ? "" : `${count(refused, "row")} refused`,
    missing === 0 ? "" : `${count(missing, "row")} never came: pruned or forgotten unsent, or lost`,
  ]
    .filter((text) => text !== "")
    .join("; ");

const notFound = (id: string): HiveError =>
  new HiveError("HIVE_NOT_FOUND", `the fleet has no session ${JSON.stringify(id)}`, {
    hint: "list them with: hive fleet sessions",
  });

function renderSessions(io: Io, sessions: readonly FleetSession[]): string {
  const nowMs = Date.now();
  const rows = sessions.map((one) => [
    one.session.slice(0, 10),
    oneLine(one.title ?? "", Math.max(10, Math.min(60, width(io) - 80))),
    oneLine(one.label, 20),
    oneLine(one.project.replace(/^(?:local|root):.*/, ""), 30),
    oneLine(one.branch ?? "", 20),
    relativeTime(one.seenMs, nowMs),
    stateOf(one),
  ]);
  return table(["SESSION", "TITLE", "MACHINE", "PROJECT", "BRANCH", "LAST SEEN", "STATE"], rows);
}

/** Only the session's machine knows whether its process runs. */
function stateOf({ endedMs, seenMs, turnEndedMs }: FleetSession): string {
  if (endedMs !== null && endedMs >= seenMs) return "ended";
  return turnEndedMs !== null && turnEndedMs >= seenMs ? "turn over" : "mid-turn";
}
