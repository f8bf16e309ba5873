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
} from "../doctor/adoption.ts";
import { HiveError } from "../base/errors.ts";
import { quoted, word } from "../recall/quoted.ts";
import { otherStores } from "../store/location.ts";
import { RAW_SQL_ROWS } from "../store/untrusted.ts";
import type { UntrustedSession } from "../store/adopt/untrusted-sessions.ts";
import { count, size } from "../base/words.ts";
import type { Io } from "./io.ts";
import { printable } from "./render.ts";
import { findRoot } from "./root.ts";

const SHOWN = 10;
const ABOUT_CHARS = 200;
const ID_CHARS = 40;

export function addAdopt(program: Command, io: Io): void {
  program
    .command("adopt")
    .description("take over what your hive on this machine did not write itself, after a look at it")
    .option("--root <dir>", "the .hive-mind directory")
    .addHelpText(
      "after",
      `
hive tells an agent only what it can prove to have saved for you: a cloned repository can carry a database and entries of
others. What has no proof is yours all the same after an update from hive 0.1.0, with claude-flow's hive.db, with a
restored backup, or when the key in ~/.local/share/hive was lost. Adopt it if it is; delete it if it is not.

Example:
  hive adopt`,
    )
    .action(async (_flags: object, command: Command) => {
      await run(io, findRoot(io, command.optsWithGlobals<{ readonly root?: string }>().root));
    });
}

const sessionLine = ({ id, about }: UntrustedSession): string =>
  id === RAW_SQL_ROWS
    ? "what raw SQL has changed in the tables of sessions, agents and logs"
    : `${word(id, ID_CHARS)}${about === null ? "" : `  ${quoted(about, ABOUT_CHARS)}`}`;

/** Shows what is in the databases of a state directory that are not hive's own, and adopts those that a person takes for his. */
export async function offerAdoption(io: Io, root: string): Promise<void> {
  if (otherStores(root).length > 0) await run(io, root);
}

async function run(io: Io, root: string): Promise<void> {
  const candidates = findCandidates(root);
  const sessions = await findUntrustedSessions(root);
  const entries = findUnprovedEntries(root);
  if (candidates.length + sessions.length + entries.length === 0) {
    io.out(`nothing to adopt in ${printable(root)}\n`);
    return;
  }
  for (const candidate of candidates) io.out(describeDatabase(candidate));
  io.out(listed(count(sessions.length, "saved session") + " without proof", sessions.map(sessionLine)));
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
    sessions: (await ask(sessions.length, "Are these sessions yours?")) ? sessions.map(({ id }) => id) : [],
    entries: (await ask(entries.length, "Are these waiting entries yours?")) ? entries : [],
  };
  if (chosen.databases.length + chosen.sessions.length + chosen.entries.length === 0) {
    io.out("Nothing was adopted, and nothing changed.\n");
    return;
  }
  io.out(renderAdopted(await adopt(root, chosen, Date.now())));
  // What was without proof in a database that was adopted is so still: a person has not seen it yet.
  if (chosen.databases.length > 0 && (await findUntrustedSessions(root)).length > 0) await run(io, root);
}

/** An agent has no terminal: only a person can vouch. */
function assertSomebody(io: Io): void {
  if (io.isTTY && !io.env["CI"]) return;
  throw new HiveError("HIVE_INVALID_OPTION", "only a person at a terminal can adopt this", {
    hint: "run hive adopt in a terminal of your own",
  });
}

async function ask(items: number, message: string): Promise<boolean> {
  if (items === 0) return false;
  const answer = await confirm({ message: `${message} Agents are told of them from then on.`, initialValue: false });
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
  if (skipped > 0) lines.push(`${count(skipped, "row")} were not what hive writes, and were left out.`);
  lines.push(...kept.map((was) => `Kept as it was: ${was}`));
  return `${lines.map(printable).join("\n")}\n`;
}
