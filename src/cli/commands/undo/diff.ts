import type { Command } from "commander";
import { diffLines } from "diff";
import { HiveError } from "../../../base/errors.ts";
import { count } from "../../../base/text/words.ts";
import { unifiedDiff } from "../../../install/edit/diff.ts";
import type { Catalogue } from "../../../snapshots/keep/catalogue.ts";
import type { SnapshotRow } from "../../../snapshots/keep/catalogue-rows.ts";
import { type Content, contentsOf } from "../../../snapshots/objects/contents.ts";
import { linesOf, modeOf, whyHidden } from "../../../snapshots/objects/shown.ts";
import { latestSession, scopeOf } from "../../../snapshots/undo/scope.ts";
import { type Change, composed } from "../../../snapshots/undo/state.ts";
import { Tracker } from "../../../snapshots/tracker.ts";
import type { Io } from "../../io.ts";
import { json, printable } from "../../text/render.ts";
import { coveredBy, openSnapshots, type SnapshotAccess } from "../../snapshot-access.ts";
import { colour } from "../../text/terminal.ts";
import { markOf, sideOf } from "./changes.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
  readonly stat?: boolean;
}

/** The range of a comparison: after one snapshot, up to another or to now. */
interface Range {
  readonly from: number;
  readonly to: number | null;
}

export function addDiff(program: Command, io: Io): void {
  program
    .command("diff")
    .argument("[from]", "a snapshot's number (default: before the latest turn)")
    .argument("[to]", "a later snapshot's number (default: the files now)")
    .argument("[paths...]", "files or directories to compare (default: all)")
    .description("show what changed in the files between two snapshots, or since one")
    .option("--stat", "only the number of changed lines of each file")
    .option("--json", "print JSON: the changed files, without their content")
    .addHelpText(
      "after",
      `
A file that may hold a secret is named and not shown. hive changes lists the snapshots.

Examples:
  hive diff                       what the latest turn changed, and what was changed since
  hive diff 12 src                what changed in src since snapshot 12
  hive diff 12 15 --stat`,
    )
    .action(async (...given: unknown[]) => {
      const command = given.at(-1) as Command;
      const flags = command.optsWithGlobals<Flags>();
      using access = openSnapshots(io, flags.root);
      const words = command.args;
      const numbers = words.slice(0, 2).filter((word, n) => isNumber(word) && (n === 0 || isNumber(words[0]!)));
      const covers = coveredBy(io, access.worktree, words.slice(numbers.length));
      const changes = (await changesIn(access, rangeOf(access, numbers.map(Number)))).filter(({ path }) =>
        covers(path),
      );
      if (flags.json === true) {
        io.out(
          json(changes.map(({ path, before, after }) => ({ path, before: sideOf(before), after: sideOf(after) }))),
        );
        return;
      }
      io.out(await renderedChanges(io, access, changes, flags.stat === true));
    });
}

const isNumber = (word: string): boolean => /^\d+$/.test(word);

/** @throws HIVE_NOT_FOUND for a snapshot that is not kept */
function rangeOf({ snapshots, row }: SnapshotAccess, [from, to]: readonly number[]): Range {
  const all = snapshots.catalogue.snapshots(row.id);
  for (const id of [from, to]) {
    if (id === undefined || all.some((one) => one.id === id)) continue;
    throw new HiveError("HIVE_NOT_FOUND", `there is no snapshot ${id} of this worktree`, {
      hint: "hive changes lists them",
    });
  }
  if (from !== undefined && to !== undefined && to < from) {
    throw new HiveError("HIVE_INVALID_OPTION", `snapshot ${to} is older than snapshot ${from}`, {
      hint: `hive diff ${to} ${from}`,
    });
  }
  return { from: from ?? beforeLatestTurn(snapshots.catalogue, all, row.id), to: to ?? null };
}

function beforeLatestTurn(catalogue: Catalogue, all: readonly SnapshotRow[], worktree: number): number {
  const changed = catalogue.changed(worktree);
  const sessionId = latestSession(all, (id) => changed.has(id));
  const turn = sessionId === undefined ? [] : scopeOf({ kind: "turn", sessionId }, all, (id) => changed.has(id));
  return (turn[0]?.id ?? all.at(-1)?.id ?? 0) - 1;
}

async function changesIn({ snapshots, worktree, row }: SnapshotAccess, { from, to }: Range): Promise<Change[]> {
  const { catalogue, objects } = snapshots;
  const some = catalogue.snapshots(row.id).filter(({ id }) => id > from && (to === null || id <= to));
  const known = catalogue.changes(some.map(({ id }) => id));
  const unseen = to === null ? await new Tracker(worktree, catalogue, objects).peek() : [];
  return [...composed([...known, ...unseen]).values()].toSorted((a, b) => (a.path < b.path ? -1 : 1));
}

/** A lot of files whose contents are in memory at once. */
const LOT = 200;

async function renderedChanges(
  io: Io,
  access: SnapshotAccess,
  changes: readonly Change[],
  isStat: boolean,
): Promise<string> {
  if (changes.length === 0) return "nothing changed\n";
  let text = "";
  for (let at = 0; at < changes.length; at += LOT) {
    const lot = changes.slice(at, at + LOT);
    const sides = lot.flatMap(({ path, before, after }) => [[path, before] as const, [path, after] as const]);
    const contents = await contentsOf(access.snapshots, access.worktree, sides);
    for (const [n, change] of lot.entries()) {
      const [before, after] = [contents[2 * n]!, contents[2 * n + 1]!];
      text += isStat ? statLine(io, change, before, after) : fileText(io, change, before, after);
    }
  }
  return isStat ? `${text}${count(changes.length, "file")} changed\n` : text;
}

function fileText(io: Io, { path, before, after }: Change, from: Content, to: Content): string {
  const paint = colour(io);
  const name = printable(path);
  let head = "";
  const [modeBefore, modeAfter] = [modeOf(before), modeOf(after)];
  if (modeBefore !== null && modeAfter !== null && modeBefore !== modeAfter)
    head = `mode ${modeBefore} -> ${modeAfter} ${name}\n`;
  const hidden = whyHidden(from) ?? whyHidden(to);
  if (hidden !== null) return `${head}${name} ${nameOf(before, after)}: ${hidden}\n`;
  if (isLink(before) && isLink(after))
    return `link ${name} -> ${printable(linesOf(to)!)}, it was -> ${printable(linesOf(from)!)}\n`;
  const patch = unifiedDiff(name, linesOf(from), linesOf(to));
  return (
    head +
    (patch === ""
      ? emptyText(name, before, after)
      : patch
          .split("\n")
          .map((line) => painted(paint, line))
          .join("\n"))
  );
}

const isLink = (state: Change["before"]): boolean => typeof state !== "string" && state.kind === "link";

/** An empty file has no lines that a diff could show. */
const emptyText = (name: string, before: Change["before"], after: Change["after"]): string =>
  before === "absent" || after === "absent" ? `${name} ${nameOf(before, after)}: empty\n` : "";

const nameOf = (before: Change["before"], after: Change["after"]): string =>
  after === "absent" ? "was deleted" : before === "absent" ? "was created" : "has changed";

function painted(paint: ReturnType<typeof colour>, line: string): string {
  if (line.startsWith("+++") || line.startsWith("---")) return paint("bold", line);
  if (line.startsWith("@@")) return paint("cyan", line);
  return line.startsWith("+") ? paint("green", line) : line.startsWith("-") ? paint("red", line) : line;
}

function statLine(io: Io, change: Change, from: Content, to: Content): string {
  const paint = colour(io);
  const name = `${markOf(change)} ${printable(change.path)}`;
  const hidden = whyHidden(from) ?? whyHidden(to);
  if (hidden !== null) return `${name}  ${hidden}\n`;
  let added = 0;
  let removed = 0;
  for (const part of diffLines(linesOf(from) ?? "", linesOf(to) ?? "")) {
    if (part.added) added += part.count;
    if (part.removed) removed += part.count;
  }
  return `${name}  ${paint("green", `+${added}`)} ${paint("red", `-${removed}`)}\n`;
}
