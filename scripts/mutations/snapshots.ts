import type { Mutation } from "./mutation.ts";

const KEPT = "tests/snapshots/kept.test.ts";
const PATHS = "tests/snapshots/path-secret.test.ts";
const LATEST = "tests/slow/snapshots/latest-session.test.ts";
const WAY = "tests/snapshots/in-the-way.test.ts";
const UNDO = "tests/snapshots/undo.test.ts";
const WORK = "tests/snapshots/work.test.ts";
const RETENTION = "tests/snapshots/retention.test.ts";
const FORGET = "tests/snapshots/forget.test.ts";
const DAMAGED = "tests/snapshots/damaged.test.ts";
const GIT = "tests/slow/snapshots/git.test.ts";
const UNSEEN = "tests/snapshots/not-looked-at.test.ts";
const UNSEEN_BY_GIT = "tests/slow/snapshots/not-looked-at.test.ts";
const WATCH = "tests/slow/snapshots/watch.test.ts";

export const SNAPSHOTS: readonly Mutation[] = [
  {
    name: "a secret in a file's text is not kept",
    change: { with: "return false;" },
    check: { file: KEPT, title: "a secret is withheld" },
  },
  { name: "a secret is not kept", change: "skip", check: { file: KEPT, title: "a secret is withheld" } },
  {
    name: "a path that holds a secret is not noted",
    change: { swap: [" || isPathWithSecret(path)", ""] },
    check: { file: KEPT, title: "path that holds a secret" },
  },
  {
    name: "a name of words is not taken for a secret",
    change: { swap: ["isOpaque(value) && ", ""] },
    check: { file: PATHS, title: "names of words" },
  },
  {
    name: "a file that is left out for its path is said",
    change: "skip",
    check: { file: KEPT, title: "path that holds a secret" },
  },
  {
    name: "a snapshot follows no link",
    change: { with: "isInside = true;" },
    check: { file: KEPT, title: "a link is kept as a link" },
  },
  { name: "nothing is noted of an excluded path", change: "skip", check: { file: KEPT, title: "an excluded path" } },
  {
    name: "no snapshots are taken of a home directory",
    change: "skip",
    check: { file: KEPT, title: "home directory" },
  },
  {
    name: "damaged bytes are not put back",
    change: { with: "return bytes;" },
    check: { file: KEPT, title: "damaged" },
  },
  { name: "an undo follows no link", change: "skip", check: { file: WAY, title: "made during an undo" } },
  {
    name: "what is in the way of an undo is in its plan",
    change: "skip",
    check: { file: WAY, title: "below a link" },
  },
  {
    name: "of very many files those that stay are named first",
    change: { with: "const staying: PlannedFile[] = [];" },
    check: { file: "tests/slow/snapshots/many-files.test.ts", title: "those that stay first" },
  },
  {
    name: "temporary files are removed through no link",
    change: "skip",
    check: { file: WAY, title: "temporary files" },
  },
  {
    name: "a file that changes during an undo stays",
    change: "skip",
    check: { file: UNDO, title: "changes during an undo" },
  },
  { name: "what nobody has seen is not overwritten", change: "skip", check: { file: UNDO, title: "no snapshot has" } },
  {
    name: "what no snapshot looks at is not overwritten, even by force",
    change: "skip",
    check: { file: UNSEEN, title: "makes anew" },
  },
  {
    name: "what is at an excluded path is not known",
    change: "skip",
    check: { file: UNSEEN_BY_GIT, title: "tracked file that becomes excluded" },
  },
  {
    name: "a path that is no longer looked at is not taken for a deleted or reverted one",
    change: "skip",
    check: { file: UNSEEN, title: "becomes excluded" },
  },
  {
    name: "a file that was excluded is not taken for a new one",
    change: { swap: ["earlier?.covers(path) === true", "false"] },
    check: { file: UNSEEN, title: "no longer excluded" },
  },
  {
    name: "a file that the new commit no longer has is looked at, even if an ignore file hides it now",
    change: { swap: ["...(look?.moved.keys() ?? []),", ""] },
    check: { file: UNSEEN_BY_GIT, title: "git leaves to its user" },
  },
  {
    name: "a session that did nothing is not taken for the one that changed files last",
    change: { with: "const found = all.findLast((row) => changes.has(row.id)) ?? all.at(-1);" },
    check: { file: LATEST, title: "that did nothing" },
  },
  {
    name: "what a person changes during a turn without calls is not taken for the agent's",
    change: { with: "const isIdle = false;" },
    check: { file: LATEST, title: "during a turn without calls" },
  },
  {
    name: "a file that anything has hidden is not taken for a new one",
    change: { with: "isExact: false" },
    check: { file: UNSEEN, title: "moved here" },
  },
  {
    name: "a file that was excluded while no process looked is not taken for a new one",
    change: { with: "return null;" },
    check: { file: UNSEEN, title: "leaves exclude while no process" },
  },
  {
    name: "a file that is put back where git ignores it is looked at",
    change: { with: "const also: string[] = [];" },
    check: { file: UNSEEN_BY_GIT, title: "put back where an ignore file" },
  },
  {
    name: "a file of which git has no bytes any more counts as failed",
    change: "skip",
    check: { file: GIT, title: "git's directory is gone" },
  },
  {
    name: "a forced plan is the one that is carried out",
    change: { before: 'if (!keeps) return this.#without("store", path, stat, plain);' },
    check: { file: WAY, title: "as it was shown" },
  },
  {
    name: "an interrupted undo is brought to its whole end",
    change: "skip",
    check: { file: UNDO, title: "of one path" },
  },
  {
    name: "a redo of which a file stayed is of the same undo the next time",
    change: { swap: ["if (isWhole) ", ""] },
    check: { file: UNDO, title: "a redo of which" },
  },
  { name: "what was changed later is not overwritten", change: "skip", check: { file: UNDO, title: "changed later" } },
  {
    name: "a turn that is not wholly taken back is not passed over by the next undo",
    change: { with: "const isWhole = redoOf === null;" },
    check: { file: UNDO, title: "is not passed over" },
  },
  {
    name: "a store that is too large loses its oldest snapshots",
    change: { with: "const excess: typeof kept = [];" },
    check: { file: RETENTION, title: "too large" },
  },
  {
    name: "an object that a snapshot names stays",
    change: { swap: ["named.has(hash) ||", ""] },
    check: { file: RETENTION, title: "old snapshots go" },
  },
  {
    name: "the objects of a forgotten session are deleted",
    change: "skip",
    check: { file: FORGET, title: "leaves no byte" },
  },
  {
    name: "the catalogue's log is emptied of a forgotten session",
    change: "skip",
    check: { file: FORGET, title: "leaves no byte" },
  },
  {
    name: "a snapshot's copy of a forgotten session's export goes",
    change: "skip",
    check: { file: FORGET, title: "a copy of its export" },
  },
  {
    name: "a content that git has no more is named",
    change: "skip",
    check: { file: GIT, title: "that git has lost" },
  },
  {
    name: "nothing is kept on a disk that is nearly full",
    change: { with: "return false;" },
    check: { file: KEPT, title: "disk or the project's store" },
  },
  {
    name: "after a snapshot that is gone a file that comes into view is not deleted",
    change: { with: "return row?.at_ms ?? 0;" },
    check: { file: GIT, title: "after its snapshot is gone" },
  },
  {
    name: "a file that git converts is kept as it is",
    change: "skip",
    check: { file: GIT, title: "converts by ident" },
  },
  {
    name: "what git has differently is looked at, also what no event names",
    change: { swap: ["...moved.paths, ", ""] },
    check: { file: WATCH, title: "begun to track" },
  },
  {
    name: "a file that an ignore file hid is not taken for a new one",
    change: { with: "const isOld = false;" },
    check: { file: GIT, title: "an ignore file hid" },
  },
  {
    name: "a git that looks for a snapshot ends with the worker",
    change: "skip",
    check: { file: "tests/slow/snapshots/worker.test.ts", title: "leaves no git" },
  },
  {
    name: "all in an ignored directory is ignored",
    change: { with: "return this.#byRules(path, parent, isDirectory);" },
    check: { file: "tests/slow/snapshots/ignored.property.test.ts", title: "git judges the same" },
  },
  {
    name: "a damaged catalogue is set aside, and a new one is begun",
    change: { with: "throw error;" },
    check: { file: DAMAGED, title: "begins a new one" },
  },
  {
    name: "a damaged catalogue that names a forgotten session goes",
    change: "skip",
    check: { file: DAMAGED, title: "names a forgotten session" },
  },
  {
    name: "no other process deletes what a sweep copies",
    change: "skip",
    check: { file: GIT, title: "what a sweep copies" },
  },
  {
    name: "a process whose lock file was deleted locks the one that others lock",
    change: { condition: "open !== null" },
    check: { file: WORK, title: "locks the one that others lock" },
  },
  {
    name: "the store of a project that is in use stays",
    change: { condition: "true" },
    check: { file: RETENTION, title: "has open stays" },
  },
  { name: "what a rebase orphans is copied", change: "skip", check: { file: GIT, title: "a rebase has orphaned" } },
  {
    name: "after lost events all files are looked at",
    change: "skip",
    check: { file: WATCH, title: "queue was full" },
  },
  {
    name: "a directory that went or was moved is looked at again",
    change: { condition: "false" },
    check: { file: WATCH, title: "git clean removes" },
  },
  {
    name: "after a repository has come or gone all files are looked at",
    change: { with: 'if (name === ".git") return true;' },
    check: { file: WATCH, title: "a repository in the tree" },
  },
  {
    name: "after another directory came in the place of a repository all files are looked at",
    change: { swap: ["hasRepository !== isKnown", "hasRepository && !isKnown"] },
    check: { file: WATCH, title: "in the place of a repository" },
  },
  {
    name: "after a file has got another name all files are looked at",
    change: "skip",
    check: { file: WATCH, title: "has got another name" },
  },
  {
    name: "after a change of what is ignored all files are looked at",
    change: { swap: ["|| [...events.files].some(isRuleFile)", ""] },
    check: { file: WATCH, title: "what is ignored" },
  },
  {
    name: "what git has begun to track in an ignored directory is followed",
    change: "skip",
    check: { file: WATCH, title: "begun to track" },
  },
  {
    name: "with a conflict in git's index all files are looked at",
    change: { swap: ["!index.isPlain || !last.index.isPlain || ", ""] },
    check: { file: WATCH, title: "a conflict" },
  },
  {
    name: "after git's index has got or lost a submodule all files are looked at",
    change: "skip",
    check: { file: WATCH, title: "a conflict" },
  },
  {
    name: "after git's index has got or lost an ignore file all files are looked at",
    change: "skip",
    check: { file: WATCH, title: "an ignore file that git's index has lost" },
  },
  {
    name: "a name that is not UTF-8 is not taken for another name",
    change: { condition: "true" },
    check: { file: GIT, title: "is not UTF-8" },
  },
];
