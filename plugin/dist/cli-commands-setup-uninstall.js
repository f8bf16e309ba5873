// @bun
import {
  select
} from "./import-main.js";
import {
  Option,
  width,
  fitted,
  findRoot
} from "./cli-root.js";
import {
  readRegular
} from "./base-files-files.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import {
  AGENTS,
  findProjectPaths
} from "./install-paths.js";
import {
  ownDirectory2
} from "./origin-own-directory.js";
import"./origin-own-file.js";
import"./capture-node-io.js";
import"./base-config-sources.js";
import {
  KIND,
  LAUNCHER
} from "./platform-installation.js";
import"./platform-bun-bun-command.js";
import {
  compiledHook
} from "./install-adopt-shell-system.js";
import {
  OF_SESSION2
} from "./capture-session-session-note.js";
import"./git-ignore-file.js";
import"./import-main-2.js";
import {
  Receipts,
  planRemoval,
  renderDiff
} from "./cli-setup-report.js";
import"./store-sqlite-open-database.js";
import {
  archivePath
} from "./store-archive-open.js";
import"./queue-read-entry.js";
import"./install-edit-diff.js";
import"./install-user-config.js";
import {
  asksQuestions,
  carryOut,
  answerTo
} from "./cli-text-change.js";
import"./install-rules.js";
import {
  stopWorkers
} from "./install-uninstall-stop-workers.js";
import"./cli-text-doctor-text.js";
import {
  oldServiceRemoval
} from "./install-uninstall-old-service.js";
import {
  removeIfEmpty
} from "./install-edit-files.js";
import {
  snapshotsDirectory
} from "./snapshots-worktree.js";
import {
  eraseProject
} from "./store-archive-erase.js";
import"./recall-choose-place.js";
import {
  count
} from "./base-text-words.js";
import {
  measureDepth
} from "./queue-depth.js";
import {
  projectDirectory
} from "./origin-config-files.js";
import"./supervisor-slot.js";
import"./supervisor-end-end-worker.js";
import {
  findWorkers
} from "./supervisor-stuck.js";
import"./queue-claims-recover.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import"./platform-programs.js";
import {
  IGNORE_ALL,
  queuePaths,
  queueDirectories
} from "./platform-bun-callers-directory.js";
import {
  otherStores
} from "./store-sqlite-open-location.js";
import {
  isDirectory
} from "./queue-make.js";
import {
  printable
} from "./base-text-printable.js";
import {
  userKey
} from "./origin-key.js";
import"./git-git-tree.js";
import {
  HiveError
} from "./base-errors.js";

// src/install/uninstall/uninstall.ts
import { existsSync as existsSync3 } from "fs";
import { dirname as dirname2, resolve } from "path";

// src/install/uninstall/kept-elsewhere.ts
import { existsSync, readdirSync, rmSync } from "fs";
import { dirname, join } from "path";
var MAX_NOTE_BYTES = 8192;
function keptElsewhere(root, env) {
  let snapshots = snapshotsDirectory(root, env), data = ownDirectory2("data", env, root);
  return {
    snapshots: snapshots !== null && existsSync(snapshots) ? snapshots : null,
    notes: data === null ? [] : notesOf(root, join(data, "sessions"))
  };
}
function notesOf(root, directory) {
  if (!existsSync(directory))
    return [];
  let texts = readdirSync(directory).map((name) => [name, readRegular(join(directory, name), MAX_NOTE_BYTES)]), sessions = new Set(texts.filter(([, text]) => text === root).map(([name]) => name)), isOfThese = (text) => text?.startsWith(OF_SESSION2) === !0 && sessions.has(text.slice(OF_SESSION2.length));
  return texts.filter(([name, text]) => sessions.has(name) || isOfThese(text)).map(([name]) => name).map((name) => join(directory, name));
}
function removeKept({ snapshots, notes }) {
  for (let path of notes)
    rmSync(path, { force: !0 });
  if (snapshots === null)
    return;
  rmSync(snapshots, { recursive: !0, force: !0 }), removeIfEmpty(dirname(snapshots));
}

// src/install/uninstall/state-files.ts
import { existsSync as existsSync2, lstatSync, readdirSync as readdirSync2, rmdirSync, rmSync as rmSync2 } from "fs";
import { basename, join as join2 } from "path";
var RUNTIME = ["queue/doorbell", "queue/.heartbeat", "queue/.room"], RUNTIME_DIRECTORIES = ["queue/workers", "queue/.tmp"], DATA = /^(config\.json|exports\.jsonl|hook\.log(\.1)?|instances|queue|logs|setup)$/, DATABASE = /^hive(-[0-9a-f]{8}(-\d+)?)?\.db(-wal|-shm|-journal)?(\..+)?$/;
function stateFiles(root, isDeletingData) {
  if (!existsSync2(root))
    return { remove: [], foreign: [] };
  if (!isDeletingData) {
    if (!isDirectory(join2(root, "queue")))
      return { remove: [], foreign: [] };
    let inside = RUNTIME_DIRECTORIES.map((name) => join2(root, name)).filter((path) => isDirectory(path)).flatMap((path) => readdirSync2(path).map((name) => join2(path, name)));
    return { remove: [...RUNTIME.map((name) => join2(root, name)).filter((path) => existsSync2(path)), ...inside], foreign: [] };
  }
  let names = readdirSync2(root), unproved = new Set(otherStores(root).filter(({ isProved }) => !isProved).map(({ path }) => basename(path))), isOwn = (name) => DATA.test(name) || DATABASE.test(name) && !unproved.has(name) || name === ".gitignore" && isIgnoreAll(join2(root, name));
  return {
    remove: names.filter(isOwn).map((name) => join2(root, name)),
    foreign: names.filter((name) => !isOwn(name)).map((name) => join2(root, name))
  };
}
function isIgnoreAll(path) {
  return lstatSync(path).isFile() && readRegular(path, IGNORE_ALL.length) === IGNORE_ALL;
}
function removeStateFiles(root, { remove, foreign }, isDeletingData) {
  for (let path of remove)
    rmSync2(path, { recursive: !0, force: !0 });
  if (isDeletingData && foreign.length === 0 && existsSync2(root) && readdirSync2(root).length === 0)
    rmdirSync(root);
}

// src/install/uninstall/uninstall.ts
function unappliedEntries(root) {
  let queue = queuePaths(root);
  if (!queueDirectories(queue).every((path) => existsSync3(path)))
    return 0;
  let { pending, processing } = measureDepth(queue, Date.now());
  return pending + processing;
}
function planUninstall(all, root, data) {
  let [paths] = all, queue = queuePaths(root), settings = all.flatMap((one) => one.agent.settings.scopes.map((scope) => [one, scope])).map(([paths, scope]) => {
    let plan = planRemoval(paths, scope), madeDirectory = new Receipts(paths.receipts[scope], userKey(paths.root, paths.env)).read(plan.settings)?.hadDirectory === !1;
    return { scope, plan, order: Number(madeDirectory) };
  }), changed = settings.filter(({ plan }) => plan.diff !== ""), isDeleting = data === "delete", make = async () => {
    for (let { plan } of settings.toSorted((a, b) => a.order - b.order))
      plan.make();
    if (await stopWorkers(queue), isDeleting)
      removeKept(keptElsewhere(root, paths.env));
    removeStateFiles(root, stateFiles(root, isDeleting), isDeleting);
    let archive = archivePath(paths.env, root);
    if (isDeleting && archive !== null)
      await eraseProject(archive, projectDirectory(root, paths.env));
  }, own = stateFiles(root, isDeleting), snapshots = isDeleting ? keptElsewhere(root, paths.env).snapshots : null;
  return {
    root,
    settings: changed,
    workers: findWorkers(queue).map(({ id }) => id),
    unapplied: unappliedEntries(root),
    data,
    files: { ...own, remove: [...own.remove, ...snapshots === null ? [] : [snapshots]] },
    remains: remains(paths, root, data),
    make
  };
}
function ownFiles() {
  let { command } = compiledHook();
  if (KIND === "package" || KIND === "copy")
    return `the hook, in ${dirname2(command)}: other projects may use it; delete the directory to be rid of it. The package hivekeep goes with the package manager that brought it (npm uninstall -g hivekeep)`;
  let top = resolve(LAUNCHER, "../.."), hook = existsSync3(command) ? `, with the compiled hook ${command}` : "";
  return `hive itself, in ${top}${hook}: other projects may use it; delete the directory to be rid of it (and, after bun link, run bun unlink there)`;
}
function remains(paths, root, data) {
  let sentences = [ownFiles()], left = [ownDirectory2("data", paths.env, root), ownDirectory2("config", paths.env, root)].filter((path) => path !== null).filter((path) => existsSync3(path));
  if (left.length > 0)
    sentences.push(`your key, settings and archive for all projects, in ${left.join(" and ")}`);
  let removal = oldServiceRemoval(paths);
  if (removal !== null)
    sentences.push(`a service of an earlier hive, which this removes: ${removal}`);
  if (data === "keep" && existsSync3(root))
    sentences.push(`the saved data, in ${root}`);
  let { foreign } = stateFiles(root, data === "delete");
  if (foreign.length > 0)
    sentences.push(`not hive's, so left alone: ${foreign.join(", ")}`);
  if (paths.root !== root)
    sentences.push(`the state directory of the project, ${paths.root}, was not looked at`);
  return sentences;
}

// src/cli/commands/setup/uninstall.ts
function addUninstall(program, io) {
  program.command("uninstall").description("remove hive from all settings, end its worker, and keep or delete the saved data").addOption(new Option("--keep-data", "keep the saved data").conflicts("deleteData")).option("--delete-data", "delete the saved data, with entries that were not applied").option("--yes", "do not ask").option("--dry-run", "show what would be done, and do nothing").option("--json", "as JSON").addHelpText("after", `
Examples:
  hive uninstall                        ask, show the change, make it
  hive uninstall --dry-run --keep-data
  hive uninstall --yes --delete-data`).action(async (flags, command) => {
    await uninstall(io, flags, findRoot(io, command.optsWithGlobals().root));
  });
}
var FLAGS = "hive uninstall --yes --keep-data, or --delete-data";
async function uninstall(io, flags, root) {
  let asks = asksQuestions(io, flags, FLAGS), [first, ...others] = AGENTS.map((agent) => findProjectPaths(io.cwd, io.env, agent)), all = [first, ...others], plan = await choosePlan(flags, asks, (data) => planUninstall(all, root, data));
  await carryOut(io, flags, {
    preview: renderPlan(plan, io, flags.dryRun !== !0),
    question: asks ? "Do this?" : null,
    make: plan.make,
    render: () => renderDone(plan),
    toJson: (outcome) => toJson(plan, outcome !== null)
  });
}
async function choosePlan(flags, asks, planFor) {
  if (flags.deleteData === !0)
    return planFor("delete");
  let keeping = planFor("keep");
  if (flags.keepData === !0)
    return keeping;
  if (!asks)
    throw new HiveError("HIVE_INVALID_OPTION", "pass --keep-data or --delete-data", { hint: FLAGS });
  if (keeping.unapplied > 0)
    return keeping;
  return await answerTo(select({
    message: `What to do with the data saved in ${printable(keeping.root)}?`,
    initialValue: "keep",
    options: [
      { value: "keep", label: "keep it" },
      { value: "delete", label: "delete it" }
    ]
  })) === "keep" ? keeping : planFor("delete");
}
function renderPlan(plan, io, isColoured) {
  let { settings, workers, files, data, unapplied, root } = plan, lines = [];
  if (settings.length === 0)
    lines.push("No settings file calls hive.");
  for (let id of workers)
    lines.push(`End worker ${id}`);
  for (let path of files.remove)
    lines.push(`Remove ${path}`);
  if (unapplied > 0) {
    let fate = data === "delete" ? "deleted too" : "kept, and applied when hive is back (--delete-data deletes)";
    lines.push(`Not applied in ${root}: ${count(unapplied, "entry", "entries")}, ${fate}`);
  }
  return `${settings.map(({ plan: { diff } }) => renderDiff(diff, io.isTTY && isColoured)).join("")}${lines.map((line) => `${fitted(printable(line), width(io))}
`).join("")}`;
}
function renderDone({ settings, workers, files, remains }) {
  let notes = settings.flatMap(({ plan }) => plan.notes.map((note) => `Note: ${note}.`));
  return `${[...[settings.length + workers.length + files.remove.length === 0 ? "There was nothing to remove." : "hive is uninstalled here.", ...notes, "What remains:"], ...remains.map((sentence) => `  ${sentence}`)].map(printable).join(`
`)}
`;
}
var toJson = (plan, isDone) => ({
  version: 1,
  isDone,
  root: plan.root,
  data: plan.data,
  settings: plan.settings.map(({ scope, plan: { settings, diff, notes } }) => ({ scope, settings, diff, notes })),
  workers: plan.workers,
  unapplied: plan.unapplied,
  removed: plan.files.remove,
  remains: plan.remains
});
export {
  addUninstall
};
