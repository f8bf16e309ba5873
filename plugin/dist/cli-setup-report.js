// @bun
import {
  clearPath,
  mayStay2
} from "./git-ignore-file.js";
import {
  launcherChange,
  sha256,
  receiptPaths,
  shellSystemProblems
} from "./install-adopt-shell-system.js";
import {
  parseDocument,
  isBare
} from "./base-config-jsonc.js";
import {
  unifiedDiff
} from "./install-edit-diff.js";
import {
  configText
} from "./install-user-config.js";
import {
  ownRules,
  removeRules
} from "./install-rules.js";
import {
  findingLines
} from "./cli-text-doctor-text.js";
import {
  relativeTime,
  duration
} from "./cli-root.js";
import {
  MAX_CONFIG_BYTES,
  readTextFile,
  readUnlinkedFile,
  readProjectFile,
  about,
  assertWritable,
  applyChange,
  removeIfEmpty
} from "./install-edit-files.js";
import {
  shellWord
} from "./recall-choose-place.js";
import {
  count
} from "./base-text-words.js";
import {
  userConfigPath,
  projectDirectory
} from "./origin-config-files.js";
import {
  SHARED_HOOK
} from "./agents-claude-code-entry.js";
import {
  IGNORE_ALL
} from "./platform-bun-callers-directory.js";
import {
  parseJson,
  array,
  boolean,
  literal,
  object,
  optional,
  string,
  pipe,
  safeParse
} from "./import-main-4.js";
import {
  isDirectory,
  makeDirectory
} from "./queue-make.js";
import {
  printable
} from "./base-text-printable.js";
import {
  seal,
  isSealed
} from "./queue-entry.js";
import {
  userKey
} from "./origin-key.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/install/plan.ts
import { existsSync } from "fs";
import { dirname as dirname2, join } from "path";

// src/install/edit/receipt.ts
import { rmSync } from "fs";
import { dirname } from "path";
var ReceiptSchema = object({
  version: literal(1),
  path: string(),
  writtenSha256: string(),
  hadFile: boolean(),
  originalSha256: string(),
  hadDirectory: boolean(),
  made: optional(array(string()))
});
function readOwn(path) {
  try {
    return readUnlinkedFile(path).text;
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION")
      throw error;
    return null;
  }
}

class Receipts {
  #directory;
  #key;
  constructor(directory, key) {
    this.#directory = directory, this.#key = key;
  }
  read(settingsPath) {
    let paths = receiptPaths(this.#directory, settingsPath);
    if (!isDirectory(this.#directory))
      return null;
    let text = readOwn(paths.receipt);
    if (text === null || !isSealed(Buffer.from(text), this.#key, "receipt"))
      return null;
    let parsed = safeParse(pipe(string(), parseJson(), ReceiptSchema), text);
    if (!parsed.success || parsed.output.path !== settingsPath)
      return null;
    let { writtenSha256, hadFile, originalSha256, hadDirectory } = parsed.output, { made = hadDirectory ? [] : [dirname(settingsPath)] } = parsed.output, original = readOwn(paths.original);
    if (hadFile && (original === null || sha256(original) !== originalSha256))
      return null;
    return { writtenSha256, original: hadFile ? original : null, hadDirectory, made };
  }
  write(settingsPath, receipt) {
    let { writtenSha256, original, hadDirectory, made } = receipt, paths = receiptPaths(this.#directory, settingsPath);
    makeDirectory(this.#directory);
    for (let file of Object.values(paths))
      if (clearPath(file), readOwn(file) === null)
        rmSync(file, { force: !0 });
    let hadFile = original !== null, originalSha256 = sha256(original ?? ""), text = seal(JSON.stringify({ version: 1, path: settingsPath, writtenSha256, hadFile, originalSha256, hadDirectory, made }), this.#key, "receipt");
    applyChange({ file: readUnlinkedFile(paths.original), after: original }), applyChange({ file: readUnlinkedFile(paths.receipt), after: text });
  }
  drop(settingsPath) {
    let paths = receiptPaths(this.#directory, settingsPath);
    if (!isDirectory(this.#directory))
      return;
    for (let path of [paths.receipt, paths.original])
      rmSync(path, { force: !0 });
    removeIfEmpty(this.#directory, dirname(this.#directory));
  }
}

// src/install/plan.ts
var planInstall = (paths, scope, answers, hook) => planInstalls([{ paths, scope }], answers, hook);
function planInstalls(targets, answers, hook) {
  let [{ paths }] = targets, files = targets.map((target) => planFile(target, hook)), ignore = readUnlinkedFile(join(paths.root, ".gitignore")), configPath = userConfigPath(paths.env, paths.root), config = configPath === null ? null : readTextFile(configPath, MAX_CONFIG_BYTES), isOfUser = targets.every(({ scope }) => scope === "user"), needsState = !isOfUser || paths.isGit, where = isOfUser ? [] : ["projects", projectDirectory(paths.root, paths.env)], isShared = targets.some(({ scope }) => scope === "project"), common = [
    { file: ignore, after: needsState && !mayStay2(ignore.text, paths.root) ? IGNORE_ALL : ignore.text },
    ...config === null ? [] : [{ file: config, after: about(config, () => configText(config.text, where, answers)) }],
    ...isShared ? [launcherChange(paths, hook)] : []
  ].filter(({ file, after }) => after !== file.text), changes = [...common, ...files.flatMap(({ change, isChange }) => isChange ? change : [])];
  for (let change of changes)
    assertWritable(change);
  let make = () => {
    if (ignore.text === null)
      clearPath(ignore.path);
    for (let change of common)
      applyChange(change);
    for (let file of files)
      makeFile(file);
  };
  return {
    settings: files[0].change.file.path,
    targets: files.map(({ target, change, isChange }) => ({ ...target, settings: change.file.path, isChange })),
    diff: diffOf(changes),
    notes: [...new Set(files.flatMap(notesOn))],
    replacesShellSystem: files.some(({ target, change }) => target.paths.agent.settings.callsShellSystem(change.file.text)),
    make
  };
}
function planFile(target, hook) {
  let { paths, scope } = target, { install, inspect } = paths.agent.settings, command = scope === "project" ? SHARED_HOOK : hook, file = readSettings(paths, scope), after = about(file, () => install(file.text, command)), { offSwitch } = inspect(after);
  if (offSwitch !== null)
    throw new HiveError("HIVE_INVALID_OPTION", `${file.path}: ${offSwitch} keeps ${paths.agent.title} from calling hive`, {
      hint: `take ${offSwitch} out of it first, or choose another --scope`
    });
  return { target, command, change: { file, after }, isChange: after !== file.text };
}
function makeFile({ target: { paths, scope }, command, change, isChange }) {
  let { file, after } = change;
  if (isChange) {
    let receipts = new Receipts(paths.receipts[scope], userKey(paths.root, paths.env)), { original, hadDirectory, made } = before(paths, file, receipts);
    receipts.write(file.path, { writtenSha256: sha256(after), original, hadDirectory, made }), applyChange(change);
  }
  let { command: found, problems } = paths.agent.settings.inspect(readTextFile(file.path).text);
  if (!Bun.deepEquals(found, command) || problems.length > 0)
    throw new HiveError("HIVE_BUG", `${file.path} does not hold what was written`);
}
function notesOn({ target: { paths, scope }, isChange }) {
  let { scopes, afterInstall } = paths.agent.settings, notes = shellSystemProblems(paths, scopes.filter((other) => other !== scope));
  if (paths.isHome && scope !== "user")
    notes.push("this is the home directory: every project below that has no state of its own uses this one's");
  return afterInstall !== null && isChange ? [...notes, afterInstall] : notes;
}
var readSettings = ({ settings, project }, scope) => scope === "user" ? readTextFile(settings.user) : readProjectFile(settings[scope], project);
function before(paths, settings, receipts) {
  let { agent } = paths, { path, text } = settings, receipt = receipts.read(path);
  if (receipt === null || text === null) {
    let made = directoriesOf(paths, path).filter((directory) => !existsSync(directory));
    return { original: text, hadDirectory: existsSync(dirname2(path)), made };
  }
  let isUnchanged = sha256(text) === receipt.writtenSha256;
  return { ...receipt, original: isUnchanged ? receipt.original : agent.settings.remove(text, receipt.original) };
}
function diffOf(changes) {
  return changes.filter(({ file, after }) => file.text !== after).map(({ file, after }) => unifiedDiff(file.path, file.text, after)).join("");
}
function planRemoval(paths, scope) {
  let settings = readSettings(paths, scope), receipts = new Receipts(paths.receipts[scope], userKey(paths.root, paths.env)), receipt = receipts.read(settings.path), after = about(settings, () => removed(paths, settings.text, receipt)), change = { file: settings, after };
  if (after !== settings.text)
    assertWritable(change);
  let notes = [];
  if (after !== null && about(settings, () => paths.agent.settings.inspect(after)).command !== null)
    notes.push("an entry of hive's was there before setup and stays; removing once more takes it out");
  let moved = after === settings.text || settings.text === null ? null : agentNote(paths, settings.text);
  if (moved !== null)
    notes.push(moved);
  let isChange = after !== settings.text, rules = ownRules(paths.agent.rules, paths.project);
  if (rules !== null)
    notes.push(`${rules} is removed as well`);
  let make = () => {
    if (isChange)
      applyChange(change);
    if (removeRules(paths.agent.rules, paths.project), receipts.drop(settings.path), after === null)
      removeIfEmpty(...receipt?.made ?? []);
  };
  return {
    settings: settings.path,
    targets: [{ paths, scope, settings: settings.path, isChange }],
    diff: diffOf([change]),
    notes,
    replacesShellSystem: !1,
    make
  };
}
function directoriesOf({ project, agentDirectory }, path) {
  let directories = [dirname2(path)];
  for (;; ) {
    let last = directories.at(-1), next = dirname2(last);
    if (last === agentDirectory || !(next.startsWith(`${project}/`) || next === agentDirectory))
      return directories;
    directories.push(next);
  }
}
var agentNote = ({ agent }, text) => agent.settings.afterRemoval(text);
function removed({ agent }, text, receipt) {
  if (text === null)
    return null;
  if (receipt !== null && sha256(text) === receipt.writtenSha256)
    return receipt.original;
  let rest = agent.settings.remove(text, receipt?.original ?? null);
  if (rest === null)
    return null;
  return receipt !== null && receipt.original === null && rest !== text && isEmptyObject(rest) ? null : rest;
}
function isEmptyObject(text) {
  let document = parseDocument(text.replace("\uFEFF", ""));
  return document.root.type === "object" && isBare(document, document.root);
}

// src/cli/setup/report.ts
import { styleText } from "util";
var COLOURS = /* @__PURE__ */ new Map([
  ["+", "green"],
  ["-", "red"],
  ["@", "cyan"]
]);
function renderDiff(diff, isColoured) {
  if (diff === "")
    return "";
  return `
${diff.trimEnd().split(`
`).map((line) => {
    let shown = line.replace(/\r$/, "").split("\t").map(printable).join("\t"), colour = COLOURS.get(line[0]);
    return isColoured && colour !== void 0 ? styleText(colour, shown) : shown;
  }).join(`
`)}

`;
}
function renderCheck(report, io) {
  let { project, installed, lastCallAt, findings, isHealthy } = report, lines = [
    `project     ${printable(project)}`,
    `installed   ${installed.length === 0 ? "nowhere" : installed.join(", ")}`,
    `last call   ${lastCallAt === null ? "none yet" : relativeTime(Date.parse(lastCallAt), Date.now())}`,
    ...findings.filter(({ level }) => level !== "ok").flatMap((finding) => findingLines(finding, io))
  ];
  if (isHealthy)
    lines.push("health      ok");
  return `${lines.join(`
`)}
`;
}
function renderInstalled(installed) {
  let { plan, proofs, isWorkerRunning, workerStart, takeover, notes } = installed, { targets } = plan, { project } = targets[0].paths, lines = [
    ...targets.map(({ paths, scope, isChange }) => {
      let whose = targets.length === 1 ? `the ${scope} settings` : `the ${scope} settings of ${paths.agent.title}`;
      return (targets.length === 1 ? plan.diff !== "" : isChange) ? `Written: ${whose} now call hive.` : `Nothing to change: ${whose} call hive.`;
    }),
    ...proofLines(proofs),
    ""
  ];
  if (isWorkerRunning)
    lines.push("A worker is running here and applies what the hook saves.");
  else if (workerStart === "hook")
    lines.push("The first hook starts the worker, which ends by itself when nothing comes.");
  else
    lines.push("No worker is running here, and the hook is set to start none. It saves each call as a file, which a worker brings into SQLite:", "", `  cd ${shellWord(project)} && hive worker start`);
  if (takeover !== null)
    lines.push("", ...takeoverLines(takeover));
  if (lines.push(...notes.map((note) => `Note: ${note}.`)), targets.some(({ scope }) => scope === "project"))
    lines.push("", "The project settings name no path of this machine. Everybody who shares them runs hive setup once; where hive is not installed they do nothing.");
  if (targets.every(({ paths }) => paths.agent.settings.afterInstall === null))
    lines.push("", "Running agents read the new settings by themselves.");
  return `${lines.map(printable).join(`
`)}
`;
}
function proofLines(proofs) {
  if (proofs.length === 0)
    return ["Not proved: the hook was not called."];
  let hookMs = Math.max(...proofs.map((proof) => proof.hookMs)), rowMs = Math.max(...proofs.map((proof) => proof.rowMs));
  return [
    `${proofs.length === 1 ? "Proved with a probe" : "Proved with a probe for each"}: the agent waits ${duration(hookMs)} for the hook; its row was there after ${duration(rowMs)}, the start of a worker included, which the first hook after a pause takes care of.`
  ];
}
function takeoverLines({ backup, waiting, isApplied, workerPid }) {
  let left = count(waiting, "entry", "entries"), lines = [`hive replaces the shell system, and ${isApplied ? `took over ${left} that it had not applied` : `left ${left} in the queue: hive doctor says why, hive adopt takes over the database`}.`];
  if (lines.push(`Copies of the old queue and the old database: ${backup}`), workerPid !== null)
    lines.push(`Its worker still runs and would take entries away: kill ${workerPid}`);
  return lines;
}
function renderRemoved({ root }, plans, skipped) {
  let lines = plans.flatMap(({ settings, diff, notes }) => [
    diff === "" ? `Nothing to remove: ${settings} does not call hive.` : `Removed: ${settings} no longer calls hive.`,
    ...notes.map((note) => `Note: ${note}.`)
  ]);
  if (lines.push(...skipped.map((note) => `Note: ${note}.`)), plans.some(({ diff }) => diff !== ""))
    lines.push(`What was saved stays in ${root}.`);
  return `${lines.map(printable).join(`
`)}
`;
}

export { Receipts, planInstall, planInstalls, planRemoval, renderDiff, renderCheck, renderInstalled, renderRemoved };
