import { cancel, confirm, isCancel } from "@clack/prompts";
import type { Command } from "commander";
import {
  adopt,
  type Adopted,
  type Candidate,
  type Chosen,
  findCandidates,
  findUnprovedEntries,
  findUntrustedSessions,
} from "../../../install/adopt/adoption.ts";
import { HiveError } from "../../../base/errors.ts";
import { quoted, word } from "../../../recall/report/quoted.ts";
import { otherStores } from "../../../store/sqlite/open/location.ts";
import { RAW_SQL_ROWS } from "../../../store/sqlite/untrusted.ts";
import type { UntrustedSession } from "../../../install/adopt/untrusted-sessions.ts";
import { count, size } from "../../../base/text/words.ts";
import { type Io, isOfAgent } from "../../io.ts";
import { printable } from "../../text/render.ts";
import { findRoot } from "../../root.ts";

const RAW_SQL_CHANGES = "changes by unproved raw SQL in the tables of sessions, agents and logs";
const SHOWN = 10;
const ABOUT_CHARS = 200;
const ID_CHARS = 40;

export function addAdopt(program: Command, io: Io): void {
  program
    .command("adopt")
    .description("review data that this machine's hive did not write, and adopt it")
    .addHelpText(
      "after",
      `
hive restores only data with a proof that it saved them for you, since a cloned repository can carry other people's data.
Your own data lack the proof after an update from hive 0.1.0, in claude-flow's hive.db, in a restored backup, and after
the key in ~/.local/share/hive was lost. Adopt the data if they are yours, and delete them if they are not.

Example:
  hive adopt`,
    )
    .action(async (_flags: object, command: Command) => {
      await run(io, findRoot(io, command.optsWithGlobals<{ readonly root?: string }>().root));
    });
}

const sessionLine = ({ id, about }: UntrustedSession): string =>
  `${word(id, ID_CHARS)}${about === null ? "" : `  ${quoted(about, ABOUT_CHARS)}`}`;

/** Shows the foreign databases of a state directory, and adopts those that a person accepts as their own. */
export async function offerAdoption(io: Io, root: string): Promise<void> {
  if (!isOfAgent(io) && otherStores(root).length > 0) await run(io, root);
}

async function run(io: Io, root: string): Promise<void> {
  const candidates = findCandidates(root);
  const untrusted = await findUntrustedSessions(root);
  const sessions = untrusted.filter(({ id }) => id !== RAW_SQL_ROWS);
  const changes = untrusted.length - sessions.length;
  const entries = findUnprovedEntries(root);
  if (candidates.length + untrusted.length + entries.length === 0) {
    io.out(`nothing to adopt in ${printable(root)}\n`);
    return;
  }
  for (const candidate of candidates) io.out(describeDatabase(candidate));
  io.out(listed(count(sessions.length, "saved session") + " without proof", sessions.map(sessionLine)));
  if (changes > 0) io.out(`${RAW_SQL_CHANGES}\n`);
  const waiting = count(entries.length, "waiting entry", "waiting entries");
  io.out(
    listed(
      `${waiting} without proof`,
      entries.map(({ about: text }) => quoted(text, ABOUT_CHARS)),
    ),
  );
  assertSomebody(io);
  const chosen: Chosen = {
    databases: await chooseEach(candidates.filter(({ refused }) => refused === null).map(({ path }) => path)),
    sessions: [
      ...((await ask(sessions.length, "Are these sessions yours?")) ? sessions.map(({ id }) => id) : []),
      ...((await ask(changes, "Are the changes by raw SQL yours?")) ? [RAW_SQL_ROWS] : []),
    ],
    entries: (await ask(entries.length, "Are these waiting entries yours?")) ? entries : [],
  };
  if (chosen.databases.length + chosen.sessions.length + chosen.entries.length === 0) {
    io.out("Nothing was adopted, and nothing changed.\n");
    return;
  }
  io.out(renderAdopted(await adopt(root, chosen, Date.now())));
  // Untrusted data in an adopted database stays untrusted: a person has not seen it yet.
  if (chosen.databases.length > 0 && (await findUntrustedSessions(root)).length > 0) await run(io, root);
}

/** An agent has no terminal: only a person can vouch. */
function assertSomebody(io: Io): void {
  // @mutant only a person at a terminal adopts
  if (io.isTTY && !io.env["CI"]) return;
  throw new HiveError("HIVE_INVALID_OPTION", "only a person at a terminal can adopt this", {
    hint: "run hive adopt in a terminal of your own",
  });
}

async function ask(items: number, message: string): Promise<boolean> {
  if (items === 0) return false;
  const answer = await confirm({
    message: `${message} They are restored to agents from then on.`,
    initialValue: false,
  });
  if (!isCancel(answer)) return answer;
  cancel("Nothing was changed.");
  throw new HiveError("HIVE_CANCELLED", "cancelled");
}

async function chooseEach(paths: readonly string[]): Promise<string[]> {
  const chosen: string[] = [];
  for (const path of paths) if (await ask(1, `Is ${printable(path)} yours?`)) chosen.push(path);
  return chosen;
}

function describeDatabase({ path, bytes, tables, leftBehind, sessions, refused }: Candidate): string {
  const lines = [`${path}  ${size(bytes)}`];
  if (refused !== null) lines.push(`  ${refused}`);
  for (const { name, rows } of tables ?? []) lines.push(`  ${name}: ${count(rows, "row")}`);
  for (const [kind, n] of leftBehind) lines.push(`  not copied: ${count(n, kind)}`);
  for (const session of sessions) lines.push(`  session ${sessionLine(session)}`);
  return `${lines.map(printable).join("\n")}\n`;
}

function listed(title: string, lines: readonly string[]): string {
  if (lines.length === 0) return "";
  const more = lines.length > SHOWN ? [`  … and ${lines.length - SHOWN} more`] : [];
  return `${[title, ...lines.slice(0, SHOWN).map((line) => `  ${line}`), ...more].map(printable).join("\n")}\n`;
}

function renderAdopted({ path, copied, kept }: Adopted): string {
  const rows = copied.reduce((sum, part) => sum + part.rows, 0);
  const skipped = copied.reduce((sum, part) => sum + part.skipped, 0);
  const lines = [`Adopted: ${count(rows, "row")} copied, all in ${path} now.`];
  if (skipped > 0) lines.push(`${count(skipped, "row")} did not have hive's form, and were left out.`);
  lines.push(...kept.map((was) => `Kept as it was: ${was}`));
  return `${lines.map(printable).join("\n")}\n`;
}
