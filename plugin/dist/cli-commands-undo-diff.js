// @bun
import {
  diffLines
} from "./import-main-2.js";
import"./base-files-files.js";
import"./origin-own-directory.js";
import"./redact-redact.js";
import"./snapshots-files.js";
import"./base-config-sources.js";
import"./origin-own-file.js";
import {
  Tracker
} from "./snapshots-tracker.js";
import"./capture-node-io.js";
import {
  colour,
  json
} from "./cli-root.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import"./install-paths.js";
import"./model-merge.js";
import"./recall-resume.js";
import"./queue-read-entry.js";
import"./store-sqlite-apply-payloads.js";
import"./recall-waiting-waiting.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-database.js";
import {
  latestSession,
  scopeOf,
  openSnapshots,
  coveredBy,
  sideOf2,
  markOf2
} from "./cli-commands-undo-changes.js";
import {
  contentsOf,
  whyHidden,
  modeOf,
  linesOf
} from "./snapshots-objects-shown.js";
import"./cli-choose-session.js";
import {
  unifiedDiff
} from "./install-edit-diff.js";
import"./cli-project-paths.js";
import"./recall-session-list.js";
import {
  composed
} from "./snapshots-undo-state.js";
import"./snapshots-objects-blobs.js";
import"./snapshots-project-snapshots.js";
import"./snapshots-worktree.js";
import"./git-git-view.js";
import"./git-git-head.js";
import"./store-sqlite-read-reader.js";
import"./recall-choose-place.js";
import {
  count
} from "./base-text-words.js";
import"./origin-config-files.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import"./platform-programs.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  printable
} from "./base-text-printable.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  HiveError
} from "./base-errors.js";

// src/cli/commands/undo/diff.ts
function addDiff(program, io) {
  program.command("diff").argument("[from]", "a snapshot's number (default: before the latest turn)").argument("[to]", "a later snapshot's number (default: the files now)").argument("[paths...]", "files or directories to compare (default: all)").description("show what changed in the files between two snapshots, or since one").option("--stat", "only the number of changed lines of each file").option("--json", "print JSON: the changed files, without their content").addHelpText("after", `
A file that may hold a secret is named and not shown. hive changes lists the snapshots.

Examples:
  hive diff                       what the latest turn changed, and what was changed since
  hive diff 12 src                what changed in src since snapshot 12
  hive diff 12 15 --stat`).action(async (...given) => {
    let command = given.at(-1), flags = command.optsWithGlobals();
    using access = openSnapshots(io, flags.root);
    let words = command.args, numbers = words.slice(0, 2).filter((word, n) => isNumber(word) && (n === 0 || isNumber(words[0]))), covers = coveredBy(io, access.worktree, words.slice(numbers.length)), changes = (await changesIn(access, rangeOf(access, numbers.map(Number)))).filter(({ path }) => covers(path));
    if (flags.json === !0) {
      io.out(json(changes.map(({ path, before, after }) => ({ path, before: sideOf2(before), after: sideOf2(after) }))));
      return;
    }
    io.out(await renderedChanges(io, access, changes, flags.stat === !0));
  });
}
var isNumber = (word) => /^\d+$/.test(word);
function rangeOf({ snapshots, row }, [from, to]) {
  let all = snapshots.catalogue.snapshots(row.id);
  for (let id of [from, to]) {
    if (id === void 0 || all.some((one) => one.id === id))
      continue;
    throw new HiveError("HIVE_NOT_FOUND", `there is no snapshot ${id} of this worktree`, {
      hint: "hive changes lists them"
    });
  }
  if (from !== void 0 && to !== void 0 && to < from)
    throw new HiveError("HIVE_INVALID_OPTION", `snapshot ${to} is older than snapshot ${from}`, {
      hint: `hive diff ${to} ${from}`
    });
  return { from: from ?? beforeLatestTurn(snapshots.catalogue, all, row.id), to: to ?? null };
}
function beforeLatestTurn(catalogue, all, worktree) {
  let changed = catalogue.changed(worktree), sessionId = latestSession(all, (id) => changed.has(id));
  return ((sessionId === void 0 ? [] : scopeOf({ kind: "turn", sessionId }, all, (id) => changed.has(id)))[0]?.id ?? all.at(-1)?.id ?? 0) - 1;
}
async function changesIn({ snapshots, worktree, row }, { from, to }) {
  let { catalogue, objects } = snapshots, some = catalogue.snapshots(row.id).filter(({ id }) => id > from && (to === null || id <= to)), known = catalogue.changes(some.map(({ id }) => id)), unseen = to === null ? await new Tracker(worktree, catalogue, objects).peek() : [];
  return [...composed([...known, ...unseen]).values()].toSorted((a, b) => a.path < b.path ? -1 : 1);
}
var LOT = 200;
async function renderedChanges(io, access, changes, isStat) {
  if (changes.length === 0)
    return `nothing changed
`;
  let text = "";
  for (let at = 0;at < changes.length; at += LOT) {
    let lot = changes.slice(at, at + LOT), sides = lot.flatMap(({ path, before, after }) => [[path, before], [path, after]]), contents = await contentsOf(access.snapshots, access.worktree, sides);
    for (let [n, change] of lot.entries()) {
      let [before, after] = [contents[2 * n], contents[2 * n + 1]];
      text += isStat ? statLine(io, change, before, after) : fileText(io, change, before, after);
    }
  }
  return isStat ? `${text}${count(changes.length, "file")} changed
` : text;
}
function fileText(io, { path, before, after }, from, to) {
  let paint = colour(io), name = printable(path), head = "", [modeBefore, modeAfter] = [modeOf(before), modeOf(after)];
  if (modeBefore !== null && modeAfter !== null && modeBefore !== modeAfter)
    head = `mode ${modeBefore} -> ${modeAfter} ${name}
`;
  let hidden = whyHidden(from) ?? whyHidden(to);
  if (hidden !== null)
    return `${head}${name} ${nameOf(before, after)}: ${hidden}
`;
  if (isLink(before) && isLink(after))
    return `link ${name} -> ${printable(linesOf(to))}, it was -> ${printable(linesOf(from))}
`;
  let patch = unifiedDiff(name, linesOf(from), linesOf(to));
  return head + (patch === "" ? emptyText(name, before, after) : patch.split(`
`).map((line) => painted(paint, line)).join(`
`));
}
var isLink = (state) => typeof state !== "string" && state.kind === "link", emptyText = (name, before, after) => before === "absent" || after === "absent" ? `${name} ${nameOf(before, after)}: empty
` : "", nameOf = (before, after) => after === "absent" ? "was deleted" : before === "absent" ? "was created" : "has changed";
function painted(paint, line) {
  if (line.startsWith("+++") || line.startsWith("---"))
    return paint("bold", line);
  if (line.startsWith("@@"))
    return paint("cyan", line);
  return line.startsWith("+") ? paint("green", line) : line.startsWith("-") ? paint("red", line) : line;
}
function statLine(io, change, from, to) {
  let paint = colour(io), name = `${markOf2(change)} ${printable(change.path)}`, hidden = whyHidden(from) ?? whyHidden(to);
  if (hidden !== null)
    return `${name}  ${hidden}
`;
  let added = 0, removed = 0;
  for (let part of diffLines(linesOf(from) ?? "", linesOf(to) ?? "")) {
    if (part.added)
      added += part.count;
    if (part.removed)
      removed += part.count;
  }
  return `${name}  ${paint("green", `+${added}`)} ${paint("red", `-${removed}`)}
`;
}
export {
  addDiff
};
