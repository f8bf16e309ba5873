// @bun
import {
  Option,
  isOfAgent,
  settingOption,
  json,
  loadConfig
} from "./cli-root.js";
import"./base-files-files.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import {
  SCOPES,
  AGENTS,
  AGENT_NAMES,
  agentNamed,
  findProjectPaths,
  pathsOfFound
} from "./install-paths.js";
import {
  ownDirectory2,
  homeOf2
} from "./origin-own-directory.js";
import {
  DEFAULTS
} from "./base-config-sources.js";
import"./origin-own-file.js";
import"./queue-read-entry.js";
import"./platform-bun-bun-command.js";
import {
  KIND
} from "./platform-installation.js";
import {
  compiledHook,
  isOwnHook,
  shellScopes,
  takeOver
} from "./install-adopt-shell-system.js";
import"./capture-node-io.js";
import {
  inspectScope,
  installedScopes,
  lastCallMs,
  ProjectView,
  examine,
  isHealthy,
  UnhealthyProject
} from "./doctor-registry.js";
import {
  keepOutOfGit2
} from "./git-ignore-file.js";
import"./store-sqlite-open-database.js";
import"./store-sqlite-ledger-applied-ids.js";
import"./capture-hook-log.js";
import"./queue-dead-letters-letter.js";
import {
  confirm,
  multiselect,
  log,
  intro,
  outro,
  select
} from "./import-main.js";
import"./install-hook-stamp.js";
import {
  prepareHook2
} from "./install-hook-prepare.js";
import"./import-main-2.js";
import {
  planInstall,
  planInstalls,
  planRemoval,
  renderDiff,
  renderCheck,
  renderInstalled,
  renderRemoved
} from "./cli-setup-report.js";
import {
  prove2
} from "./install-proof.js";
import"./model-merge.js";
import"./store-raw-sql-policy.js";
import"./store-sqlite-apply-payloads.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-migrations.js";
import"./store-sqlite-store.js";
import {
  offerAdoption2
} from "./cli-commands-setup-adopt.js";
import {
  archivePath
} from "./store-archive-open.js";
import {
  TRANSCRIPT_PLACES2,
  transcriptsOf2
} from "./worker-enrich-transcript-places.js";
import"./install-edit-diff.js";
import {
  setSetting
} from "./install-user-config.js";
import {
  asksQuestions,
  carryOut,
  answerTo
} from "./cli-text-change.js";
import"./install-rules.js";
import {
  whyUnsupported,
  INSTEAD
} from "./platform-supported.js";
import {
  holdQueue
} from "./install-uninstall-stop-workers.js";
import"./cli-text-doctor-text.js";
import {
  MAX_CONFIG_BYTES,
  readTextFile,
  applyChange
} from "./install-edit-files.js";
import"./store-sqlite-outbox.js";
import"./store-postgres-connect-settings.js";
import"./snapshots-worktree.js";
import"./store-sqlite-read-reader.js";
import {
  pasteable
} from "./recall-choose-place.js";
import {
  count
} from "./base-text-words.js";
import {
  userConfigPath,
  readConfigFiles,
  userRoots
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
  queuePaths,
  STATE_NAME
} from "./platform-bun-callers-directory.js";
import"./store-sqlite-prepared.js";
import"./store-sqlite-open-connection.js";
import {
  otherStores,
  otherStoreNote
} from "./store-sqlite-open-location.js";
import {
  makeQueue,
  isQueueMade
} from "./queue-make.js";
import {
  printable
} from "./base-text-printable.js";
import {
  hashOf2
} from "./base-ids.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/cli/commands/setup/setup.ts
import { existsSync as existsSync2 } from "fs";

// src/doctor/installation.ts
async function checkInstallation(paths, cwd, scopes, policies, isOneAgent = !1) {
  let { project, root, env } = paths, { config } = readConfigFiles(root, {}, env), view = new ProjectView({
    root,
    project: paths,
    config,
    nowMs: Date.now(),
    env,
    cwd,
    scopes,
    policies,
    isOneAgent,
    triesWorker: !0
  }), findings = (await examine(view, ["install"])).map(({ finding }) => finding), lastMs = await lastCallMs(view);
  return {
    version: 2,
    project,
    root,
    isHealthy: isHealthy(findings),
    installed: view.installedHooks().map(({ where }) => where),
    lastCallAt: lastMs === null ? null : new Date(lastMs).toISOString(),
    findings
  };
}

// src/install/move-state.ts
import { existsSync, mkdirSync, renameSync } from "fs";
import { basename, dirname, join } from "path";
function planMoveOut({ root, env }) {
  if (assertOwnChoice(root, env), Object.values(userRoots(env)).includes(root))
    return null;
  let project = dirname(root), data = ownDirectory2("data", env, root), config = userConfigPath(env, root);
  if (data === null || config === null)
    throw new HiveError("HIVE_INVALID_OPTION", "no home directory is known, so there is no directory outside of the tree", {
      hint: "HOME names a directory of yours"
    });
  let readable = basename(project).replaceAll(/[^\w.-]/g, "_").slice(0, 40), to = join(data, "state", `${readable}-${hashOf2(project)}`);
  return assertFree(to, root), { project, from: root, to, config, isOut: !0 };
}
function planMoveBack({ root, env }) {
  assertOwnChoice(root, env);
  let project = Object.entries(userRoots(env)).find(([, outside]) => outside === root)?.[0], config = userConfigPath(env, root);
  if (project === void 0 || config === null)
    return null;
  if (!existsSync(project))
    throw new HiveError("HIVE_INVALID_OPTION", `${project} is gone: there is no tree to move the state to`);
  let to = join(project, STATE_NAME);
  return assertFree(to, root), { project, from: root, to, config, isOut: !1 };
}
function assertOwnChoice(root, env) {
  if (!env.HIVE_ROOT)
    return;
  throw new HiveError("HIVE_INVALID_OPTION", `HIVE_ROOT names ${root}: your settings are ignored`, {
    hint: "unset HIVE_ROOT, then run this again"
  });
}
function assertFree(to, from) {
  if (!existsSync(to) || !existsSync(from))
    return;
  throw new HiveError("HIVE_INVALID_OPTION", `${to} is there already, and so is ${from}`, {
    hint: "move one of the two away, then run this again"
  });
}
async function moveState({ project, from, to, config, isOut }) {
  let isMoved = existsSync(from) && await renamed(from, to);
  if (isOut && !isMoved)
    makeQueue(queuePaths(to));
  if (!isOut && existsSync(from))
    throw new HiveError("HIVE_INVALID_OPTION", `${from} is on another file system than ${project}: nothing was changed`, {
      hint: "a copy would prove nothing: leave the state where it is"
    });
  if (!isOut && existsSync(to))
    keepOutOfGit2(to);
  let file = readTextFile(config, MAX_CONFIG_BYTES), after = setSetting(file.text, ["projects", project, "root"], isOut ? to : void 0);
  if (after !== null && after !== file.text)
    applyChange({ file, after });
  return isMoved;
}
async function renamed(from, to) {
  let paths = queuePaths(from), lock = isQueueMade(paths) ? await holdQueue(paths) : null;
  try {
    return mkdirSync(dirname(to), { recursive: !0, mode: 448 }), renameSync(from, to), !0;
  } catch (error) {
    if (errorCode(error) !== "EXDEV")
      throw error;
    return !1;
  } finally {
    lock?.release();
  }
}

// src/cli/setup/offer-transcripts.ts
var MAX_CONFIG_BYTES2 = 65536;
async function offerTranscripts(io, chosen) {
  if (isOfAgent(io))
    return;
  let [paths] = chosen, config = paths === void 0 ? null : userConfigPath(io.env, paths.root), archive = paths === void 0 ? null : archivePath(io.env, paths.root);
  if (paths === void 0 || config === null || archive === null)
    return;
  if (loadConfig(io, paths.root).archive !== "facts")
    return;
  let names = chosen.map(({ agent }) => agent.name), found = TRANSCRIPT_PLACES2.filter(({ agent }) => names.includes(agent)).flatMap((one) => transcriptsOf2(one, homeOf2(io.env, paths.root)).files);
  if (found.length === 0)
    return;
  let message = `Keep what the agents' transcripts say as well (${count(found.length, "transcript")} now)? It goes to ${printable(archive)}, without secrets and results of tools, and stays until you delete it.`;
  if (!await answerTo(confirm({ message, initialValue: !1 })))
    return;
  let file = readTextFile(config, MAX_CONFIG_BYTES2), after = setSetting(file.text, ["archive"], "transcripts");
  if (after !== file.text)
    applyChange({ file, after });
  log.info("hive import takes what is on disk already. archiveRetentionDays in your settings bounds how long it stays.");
}

// src/cli/setup/questions.ts
import { basename as basename2, relative } from "path";
function begin([first, ...others]) {
  let { project, isGit, agent, agentDirectory, hasAgent } = first;
  if (intro("hive setup"), log.info(`Project  ${printable(project)}${isGit ? "" : " (no git repository: the current directory)"}`), others.length > 0)
    return;
  if (hasAgent)
    log.info(`Agent    ${agent.title}, at ${printable(agentDirectory)}`);
  else
    log.warn(`Agent    no ${agent.title} at ${printable(agentDirectory)}: the settings will wait for it`);
}
async function askAgents(found) {
  if (found.length === 1)
    return found;
  let chosen = await answerTo(multiselect({
    message: "Which agents?",
    initialValues: found.map(({ agent }) => agent.name),
    required: !0,
    options: found.map(({ agent, agentDirectory }) => ({
      value: agent.name,
      label: agent.title,
      hint: printable(agentDirectory)
    }))
  })), [first, ...others] = found.filter(({ agent }) => chosen.includes(agent.name));
  return [first, ...others];
}
var end = (message) => outro(message), OFFERED = ["local", "user", "project"], HINTS = {
  local: "yours, in this project",
  user: "every project of yours",
  project: "shared through git"
};
function hintFor({ settings, project }, scope) {
  let file = scope === "user" ? `your own ${basename2(settings.user)}` : relative(project, settings[scope]);
  return `${printable(file)}: ${HINTS[scope]}`;
}
function askScope(paths, likely, isOneOfSeveral, plan) {
  let offered = OFFERED.filter((scope) => paths.agent.settings.scopes.includes(scope)), reasons = new Map(offered.map((scope) => [scope, refusalOf(() => plan(scope))])), allowed = [likely, ...offered].filter((scope) => reasons.get(scope) === null);
  if (allowed.length === 0)
    plan(likely);
  return answerTo(select({
    message: `Which settings file${isOneOfSeveral ? ` of ${paths.agent.title}` : ""}?`,
    initialValue: allowed[0],
    options: offered.map((scope) => {
      let reason = reasons.get(scope) ?? null;
      return { value: scope, label: scope, hint: reason ?? hintFor(paths, scope), disabled: reason !== null };
    })
  }));
}
function refusalOf(action) {
  try {
    return action(), null;
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION")
      throw error;
    return printable(errorMessage(error));
  }
}

// src/cli/setup/install.ts
var FLAGS = "hive setup --yes [--agent <name>] [--scope project|local|user] [--interval <seconds>] [--worker hook|never] [--restore always|unfinished|off]";
async function setUp(io, flags, found) {
  let asks = asksQuestions(io, flags, FLAGS);
  if (asks)
    begin(found);
  let hook = flags.dryRun === !0 ? { command: compiledHook(), failure: null } : await prepareHook2(), answers = {
    checkpointIntervalSeconds: flags.interval,
    workerStart: flags.worker,
    restore: flags.restore
  }, chosen = asks ? await askAgents(found) : found, targets = [];
  for (let paths of chosen) {
    let planFor = (scope) => planInstall(paths, scope, answers, hook.command), scope = flags.scope ?? await chooseScope(paths, asks, chosen.length > 1, planFor);
    targets.push({ paths, scope });
  }
  let [{ paths }, ...others] = targets, plan = planInstalls([targets[0], ...others], answers, hook.command), failed = hook.failure === null ? [] : [`the hook runs from source, at half the speed: it could not be compiled: ${hook.failure}`];
  if (await carryOut(io, flags, {
    preview: renderDiff(plan.diff, io.isTTY && flags.dryRun !== !0),
    question: asks && plan.diff !== "" ? "Make this change?" : null,
    make: () => make(io, flags, { paths, plan, asks }),
    render: ({ takeover, proofs }) => {
      let { workerStart } = loadConfig(io, paths.root), notes = [...plan.notes, ...failed, ...otherStores(paths.root).map(otherStoreNote)];
      return renderInstalled({ plan, proofs, isWorkerRunning: hasWorker(paths), workerStart, takeover, notes });
    },
    toJson: (outcome) => ({
      ...plannedJson(paths, plan, hook.command),
      ...outcome === null ? {} : { ...outcome, isWorkerRunning: hasWorker(paths), notes: [...plan.notes, ...failed] }
    })
  }), asks)
    await offerTranscripts(io, chosen);
  if (asks)
    end(pasteable("Done. hive setup --remove undoes it.", io.env));
}
function assertScope({ agent: { title, settings } }, scope) {
  if (scope === void 0 || settings.scopes.includes(scope))
    return;
  throw new HiveError("HIVE_INVALID_OPTION", `there are no ${scope} settings of ${title}`, {
    hint: `--scope ${settings.scopes.join(" or --scope ")}`
  });
}
var hasWorker = ({ root }) => findWorkers(queuePaths(root)).length > 0;
async function chooseScope(paths, asks, isOneOfSeveral, plan) {
  let isCalledIn = (scope) => installedScopes(paths, [scope]).length + shellScopes(paths, [scope]).length > 0, { scopes } = paths.agent.settings, likely = scopes.find((scope) => refusalOf(() => isCalledIn(scope)) === null && isCalledIn(scope)) ?? (paths.isHome || !scopes.includes("local") ? "user" : "local");
  return asks ? askScope(paths, likely, isOneOfSeveral, plan) : likely;
}
async function make(io, flags, { paths, plan, asks }) {
  if (plan.make(), asks)
    await offerAdoption2(io, paths.root);
  let takeover = plan.replacesShellSystem ? await takeOver(paths) : null, proofs = [];
  for (let target of flags.proof ? plan.targets : [])
    proofs.push(await prove2(installedCommand(target), target.paths.agent));
  return { takeover, proofs };
}
function installedCommand({ paths, scope }) {
  let { command, started } = inspectScope(paths, scope);
  if (command !== null && started !== null && isOwnHook(started))
    return command;
  throw new HiveError("HIVE_UNHEALTHY", `${paths.settings[scope]} does not name this hive's hook any more`, {
    hint: "hive setup --check"
  });
}
var plannedJson = ({ project, root }, { targets, diff }, command) => ({
  version: 2,
  project,
  root,
  command,
  isChange: diff !== "",
  agents: targets.map(({ paths, scope, settings, isChange }) => ({
    agent: paths.agent.name,
    scope,
    settings,
    isChange
  })),
  diff
});

// src/cli/setup/remove.ts
async function takeOut(io, flags, named) {
  let asks = asksQuestions(io, flags, "hive setup --remove --yes [--agent <name>] [--scope project|local|user]"), { targets, skipped } = named.length > 0 ? { targets: named.map((paths) => targetOf(paths, flags.scope)), skipped: [] } : installed(io, flags.scope), plans = targets.map(({ paths, scope }) => planRemoval(paths, scope)), diff = plans.map((plan) => plan.diff).join("");
  await carryOut(io, flags, {
    preview: renderDiff(diff, io.isTTY && flags.dryRun !== !0),
    question: asks && diff !== "" ? "Take hive out?" : null,
    make: async () => {
      for (let plan of plans)
        plan.make();
    },
    render: () => renderRemoved(targets[0].paths, plans, skipped),
    toJson: () => ({
      version: 2,
      isChange: diff !== "",
      agents: plans.flatMap(agentsIn),
      diff,
      notes: [...plans.flatMap(({ notes }) => notes), ...skipped]
    })
  });
}
var agentsIn = ({ targets }) => targets.map(({ paths, scope, settings, isChange }) => ({ agent: paths.agent.name, scope, settings, isChange }));
function installed(io, scope) {
  let all = AGENTS.map((agent) => findProjectPaths(io.cwd, io.env, agent)), faults = [], calling = all.filter((paths) => {
    let { scopes } = paths.agent.settings;
    try {
      return installedScopes(paths, scope === void 0 ? scopes : scopes.filter((one) => one === scope)).length > 0;
    } catch (error) {
      if (errorCode(error) !== "HIVE_INVALID_OPTION")
        throw error;
      return faults.push(error), !1;
    }
  });
  if (calling.length === 0 && faults.length > 0)
    throw faults[0];
  return { targets: (calling.length > 0 ? calling : all.slice(0, 1)).map((paths) => targetOf(paths, scope)), skipped: faults.map((fault) => `left alone: ${errorMessage(fault)}`) };
}
function targetOf(paths, named) {
  let scopes = named === void 0 ? installedScopes(paths) : [named], { name, title, settings } = paths.agent;
  if (scopes.length > 1)
    throw new HiveError("HIVE_INVALID_OPTION", `hive is in the ${scopes.join(" and ")} settings of ${title}: name one of them`, { hint: `hive setup --remove --agent ${name} --scope ${scopes[0]}` });
  return { paths, scope: scopes[0] ?? (settings.scopes.includes("local") ? "local" : "user") };
}

// src/cli/commands/setup/setup.ts
function addSetup(program, io) {
  program.command("setup").description("install hive's hooks into a coding agent, and prove that they are called").addOption(new Option("--agent <name...>", "the agents (default: all that are found, as you choose)").choices(AGENT_NAMES)).addOption(new Option("--scope <scope>", "the settings file: shared by git, yours here, yours everywhere").choices(SCOPES)).addOption(settingOption("--interval <seconds>", "checkpointIntervalSeconds", `seconds between two automatic checkpoints (default: ${DEFAULTS.checkpointIntervalSeconds})`)).addOption(new Option("--worker <who>", "who starts the worker: the hook, or you").choices(["hook", "never"])).addOption(new Option("--restore <when>", `give a new session the state of an earlier one (default: ${DEFAULTS.restore})`).choices(["always", "unfinished", "off"])).option("--yes", "do not ask; settings without a flag stay unchanged").option("--no-proof", "do not call the hook with a probe afterwards").option("--dry-run", "print what would change, as a diff, and change nothing").addOption(new Option("--check", "check the installation; exit code 3 if something is wrong").conflicts([
    "remove",
    "dryRun"
  ])).option("--remove", "remove hive's hooks from the settings again").addOption(new Option("--root-outside", "move this project's state to your data directory, out of reach of git clean and git stash").conflicts(["remove", "check", "scope"])).addOption(new Option("--root-inside", "undo --root-outside: move this project's state back into its tree").conflicts([
    "remove",
    "check",
    "scope",
    "rootOutside"
  ])).option("--json", "as JSON").addHelpText("after", `
Examples:
  hive setup                                ask, show the change, make it, prove it
  hive setup --dry-run                      show only the change
  hive setup --yes --scope user --interval 30
  hive setup --yes --agent codex gemini --scope user
  hive setup --check
  hive setup --root-outside                 only move the state out of the tree
  hive setup --root-inside                  only move it back
  hive setup --remove`).action(async (flags, command) => {
    if (command.optsWithGlobals().root !== void 0)
      throw new HiveError("HIVE_INVALID_OPTION", "setup takes no --root: the hook finds its directory by itself", {
        hint: "start hive in the project; HIVE_ROOT in the agent's environment moves its state"
      });
    let unsupported = whyUnsupported();
    if (unsupported !== null)
      throw new HiveError("HIVE_INVALID_OPTION", unsupported, { hint: INSTEAD });
    if (KIND === "plugin")
      throw new HiveError("HIVE_INVALID_OPTION", "hive runs as a plugin here, with its own hooks", {
        hint: "no setup is needed; claude plugin uninstall hive removes it"
      });
    let named = (flags.agent ?? []).map((name) => findProjectPaths(io.cwd, io.env, agentNamed(name))), [first = findProjectPaths(io.cwd, io.env), ...others] = named;
    for (let paths of named)
      assertScope(paths, flags.scope);
    if (flags.check === !0)
      await check(io, flags, first);
    else if (flags.remove === !0)
      await takeOut(io, flags, named);
    else if (flags.rootOutside === !0)
      await moveRoot(io, flags, first, !0);
    else if (flags.rootInside === !0)
      await moveRoot(io, flags, first, !1);
    else
      await setUp(io, flags, named.length > 0 ? [first, ...others] : foundWith(io, flags.scope));
  });
}
function foundWith(io, scope) {
  let found = pathsOfFound(io.cwd, io.env);
  if (scope === void 0)
    return found;
  let [first, ...others] = found.filter(({ agent }) => agent.settings.scopes.includes(scope));
  if (first === void 0)
    assertScope(found[0], scope);
  return [first ?? found[0], ...others];
}
async function check(io, flags, paths) {
  let scopes = flags.scope === void 0 ? paths.agent.settings.scopes : [flags.scope], isOneAgent = flags.agent !== void 0 || flags.scope !== void 0, report = await checkInstallation(paths, io.cwd, scopes, void 0, isOneAgent);
  if (io.out(flags.json === !0 ? json(report) : pasteable(renderCheck(report, io), io.env)), !report.isHealthy)
    throw new UnhealthyProject(report.findings);
}
async function moveRoot(io, flags, paths, isOut) {
  let move = isOut ? planMoveOut(paths) : planMoveBack(paths);
  if (move === null) {
    io.out(flags.json === !0 ? json({ version: 1, isChange: !1, root: paths.root }) : `${paths.root} is ${isOut ? "outside of" : "in"} the tree already
`);
    return;
  }
  let { project, from, to, config } = move, asks = asksQuestions(io, flags, `hive setup ${isOut ? "--root-outside" : "--root-inside"} --yes`);
  await carryOut(io, flags, {
    preview: `the state of ${project}
  from  ${from}
  to    ${to}
  ${isOut ? "named" : "no longer named"} in ${config}
`,
    question: asks ? "Move it?" : null,
    make: () => moveState(move),
    render: (isMoved) => isMoved ? `Moved. Running agents use the new directory from their next call.
` : existsSync2(from) ? `New entries go there. ${from} stays: it is on another file system, and hive still reads it.
` : `New entries go there.
`,
    toJson: (isMoved) => ({ version: 1, isChange: !0, project, root: to, from, config, isMoved })
  });
}
export {
  addSetup
};
