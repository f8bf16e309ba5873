// @bun
import {
  CommanderError,
  Command,
  stateRootOf,
  isOfAgent,
  assertPerson,
  looksLike,
  signIn,
  processIo,
  unknownCommand,
  USUAL_COLUMNS,
  width,
  fitted,
  findRoot,
  assertState
} from "./cli-root.js";
import"./origin-own-directory.js";
import"./platform-installation.js";
import"./base-files-files.js";
import"./git-ignore-file.js";
import"./origin-own-file.js";
import"./capture-node-io.js";
import"./base-config-sources.js";
import {
  ownCommand,
  pasteable,
  Places
} from "./recall-choose-place.js";
import {
  readConfigFiles,
  userRoots
} from "./origin-config-files.js";
import {
  realPathOrSame
} from "./platform-programs.js";
import {
  STATE_NAME
} from "./platform-bun-callers-directory.js";
import {
  assertNoLink
} from "./queue-make.js";
import"./git-git-tree.js";
import {
  EXIT_CODES,
  HiveError
} from "./base-errors.js";

// src/platform/bun/quiet-runtime.ts
var QUIET = { BUN_GC_TIMER_DISABLE: "1", MIMALLOC_PURGE_DELAY: "-1" }, QUIET_ENGINE = { BUN_JSC_thresholdForJITAfterWarmUp: "5000", BUN_JSC_useWarmUpMarkedBlocks: "0" };
function quietRuntime() {
  let { env, execPath, execArgv, argv } = process, quiet = Bun.version === "1.4.5" ? { ...QUIET, ...QUIET_ENGINE } : QUIET, isQuiet = Object.keys(quiet).every((name) => env[name] !== void 0);
  if (isQuiet)
    for (let name in QUIET_ENGINE)
      delete env[name];
  if (isQuiet || process.execve === void 0 || process.platform === "win32")
    return;
  process.execve(execPath, [execPath, ...execArgv, ...argv.slice(1)], { ...quiet, ...env });
}

// src/cli/refusals.ts
import { readdirSync } from "fs";
import { basename, dirname, join } from "path";
var PUT_BACK = 'no agent puts files back, except by "agentUndo": "on" in your settings and without --force', PERSONS = {
  forget: "no agent deletes a session",
  "failed drop": "no agent deletes an entry",
  "failed retry": "no agent puts an entry back that was given up",
  uninstall: "no agent takes hive out, nor deletes its data",
  "setup --remove": "no agent takes hive out",
  undo: PUT_BACK,
  redo: PUT_BACK,
  pause: "no agent ends the record of its work",
  unpause: "no agent ends a pause, which a person has begun",
  import: "no agent consents to an import of transcripts",
  adopt: "no agent vouches for data without proof, nor is told of it"
}, SHOWING = "search sessions projects mcp dashboard show resume export changes diff undo redo forget failed fleet bug-report".split(" ");
function namesOf(command) {
  let { parent } = command;
  return parent === null || parent.parent === null ? [command.name()] : [parent.name(), command.name()];
}
function refusePersons(io, command) {
  let { root, dryRun, remove, force } = command.optsWithGlobals(), name = [...namesOf(command), ...remove === !0 ? ["--remove"] : []].join(" "), refusal = PERSONS[name];
  if (refusal === void 0 || dryRun === !0 || !isOfAgent(io))
    return;
  if (refusal === PUT_BACK && force !== !0 && configOf(io, root).agentUndo === "on")
    return;
  assertPerson(io, refusal);
}
var configOf = (io, root) => readConfigFiles(findRoot(io, root), {}, io.env).config;
function refuseElsewhere(io, command) {
  let { root } = command.optsWithGlobals(), [name = ""] = namesOf(command);
  if (!(root ?? io.env.HIVE_ROOT) || !SHOWING.includes(name) || !isOfAgent(io))
    return;
  if (isOwn(findRoot(io, root), io, root !== void 0) || mayAskAll(io))
    return;
  throw new HiveError("HIVE_INVALID_OPTION", "no agent is told of a project that it does not work in", {
    hint: looksLike(signIn(io), 'work in its directory, or set "archiveAgentScope": "all" in your own settings')
  });
}
function mayAskAll(io) {
  let own = ownRoot(io);
  return own !== null && readConfigFiles(own, {}, io.env).config.archiveAgentScope === "all";
}
function isOwn(given, io, isFlag) {
  let roots = userRoots(io.env), paths = [realPathOrSame(given), join(realPathOrSame(dirname(given)), basename(given))], [root] = paths, named = Object.entries(roots).find(([, one]) => realPathOrSame(one) === root)?.[0], known = paths.find((path) => basename(path) === STATE_NAME) ?? paths.find((path) => isWithin(path, roots));
  if (known === void 0 && named === void 0)
    return !0;
  let place = named === void 0 ? known : root;
  if (place === ownRoot(io))
    return !0;
  let project = realPathOrSame(named ?? dirname(place));
  if (!`${io.cwd}/`.startsWith(project === "/" ? "/" : `${project}/`))
    return !1;
  return !isFlag || !new Places(io.cwd, project).isShared(project);
}
var isWithin = (path, roots) => !namesIn(path).some((name) => /^hive(?:-.+)?\.db$/.test(name)) && (Object.hasOwn(roots, dirname(path)) || namesIn(dirname(path)).some((name) => [".git", STATE_NAME].includes(name)));
function namesIn(path) {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
function ownRoot({ env, ...io }) {
  try {
    let found = findRoot({ ...io, env: { ...env, HIVE_ROOT: void 0 } }, void 0);
    return Object.values(userRoots(env)).includes(found) ? realPathOrSame(found) : found;
  } catch (error) {
    if (!(error instanceof HiveError))
      throw error;
    return null;
  }
}

// src/cli/commands/run/controls.ts
var CONTROLS = /* @__PURE__ */ new Set(["start", "stop", "restart", "logs"]);

// src/cli/program.ts
function fittedOutput(io) {
  let columns = width(io), helpWidth = () => columns === Number.POSITIVE_INFINITY ? USUAL_COLUMNS : columns;
  return {
    writeOut: (text) => io.out(fitted(text, columns)),
    writeErr: (text) => io.err(fitted(text, columns)),
    getOutHelpWidth: helpWidth,
    getErrHelpWidth: helpWidth
  };
}
var COMMANDS = {
  setup: async () => (await import("./cli-commands-setup-setup.js")).addSetup,
  worker: async () => (await import("./cli-commands-run-worker.js")).addWorker,
  status: async () => (await import("./cli-commands-status.js")).addStatus,
  sessions: async () => (await import("./import-sessions.js")).addSessions,
  search: async () => (await import("./cli-commands-sessions-search.js")).addSearch,
  projects: async () => (await import("./cli-commands-sessions-projects.js")).addProjects,
  import: async () => (await import("./cli-commands-sessions-import.js")).addImport,
  mcp: async () => (await import("./cli-commands-mcp.js")).addMcp,
  dashboard: async () => (await import("./cli-commands-dashboard.js")).addDashboard,
  show: async () => (await import("./cli-commands-sessions-show.js")).addShow,
  resume: async () => (await import("./cli-commands-sessions-resume.js")).addResume,
  changes: async () => (await import("./import-changes.js")).addChanges,
  diff: async () => (await import("./cli-commands-undo-diff.js")).addDiff,
  undo: async () => (await import("./cli-commands-undo-undo.js")).addUndo,
  redo: async () => (await import("./cli-commands-undo-undo.js")).addRedo,
  export: async () => (await import("./cli-commands-sessions-export.js")).addExport,
  forget: async () => (await import("./cli-commands-sessions-forget.js")).addForget,
  pause: async () => (await import("./cli-commands-pause.js")).addPause,
  unpause: async () => (await import("./cli-commands-pause.js")).addUnpause,
  enqueue: async () => (await import("./cli-commands-run-enqueue.js")).addEnqueue,
  fleet: async () => (await import("./cli-commands-fleet.js")).addFleet,
  failed: async () => (await import("./cli-commands-run-failed.js")).addFailed,
  doctor: async () => (await import("./cli-commands-doctor.js")).addDoctor,
  "bug-report": async () => (await import("./cli-commands-bug-report.js")).addBugReport,
  completion: async () => (await import("./cli-commands-setup-completion.js")).addCompletion,
  adopt: async () => (await import("./import-adopt.js")).addAdopt,
  bench: async () => (await import("./cli-commands-bench.js")).addBench,
  uninstall: async () => (await import("./cli-commands-setup-uninstall.js")).addUninstall,
  hook: async () => (await import("./cli-commands-hook.js")).addHook
};
async function loadCommands([name = ""]) {
  let named = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : void 0, loads = named === void 0 ? Object.values(COMMANDS) : [named];
  return new Set(await Promise.all(loads.map((load) => load())));
}
async function buildProgram(io, args = []) {
  let program = new Command("hive").description("Saves a coding agent's working state: a directory queue, one worker that sleeps until the kernel wakes it, SQLite.").option("-V, --version", "print the versions of hive, Bun and SQLite, and how hive was installed").option("--root <dir>", "use this .hive-mind directory, or that of this project (default: the nearest one above)").configureHelp({ showGlobalOptions: !0 }).exitOverride().configureOutput(fittedOutput(io)).showHelpAfterError(`(${ownCommand(io.env)} --help lists the commands)`).addHelpText("after", `
Examples:
  hive setup                      install hive's hooks, step by step
  hive worker start               apply the queued entries in the background; a hook does this by itself
  hive status                     show the health of queue, worker and store; exit code ${EXIT_CODES.HIVE_UNHEALTHY} on a problem
  hive sessions                   list the saved sessions
  hive search login form          search what was said and done, in all projects
  hive show 5f0c                  show the session with an id that begins with 5f0c
  hive undo                       put the files back as they were before the latest turn
  hive resume                     print the state of the latest session, to continue from there`);
  program.on("option:version", () => {
    throw new CommanderError(0, VERSION_CODE, "");
  });
  for (let add of await loadCommands(args))
    add(program, io);
  return program.on("command:*", ([given]) => unknownCommand(program, given)), program.hook("preAction", (_, command) => {
    refuseLink(io, command), refuseEmpty(io, command), refusePersons(io, command), refuseElsewhere(io, command);
  }), program;
}
var VERSION_CODE = "hive.version", ROOTLESS = ["hook", "bench", "completion"];
function refuseLink(io, command) {
  let { root } = command.optsWithGlobals();
  if (root !== void 0 || io.env.HIVE_ROOT || ROOTLESS.includes(command.name()))
    return;
  for (let found of [findRoot(io, void 0), stateRootOf(io.cwd, io.env)])
    assertNoLink(found);
}
var READERS = [
  "status",
  "sessions",
  "show",
  "resume",
  "changes",
  "diff",
  "undo",
  "redo",
  "export",
  "forget",
  "failed",
  "doctor",
  "bug-report"
];
function refuseEmpty(io, command) {
  let { root } = command.optsWithGlobals(), [name = ""] = namesOf(command);
  if (root !== void 0 && READERS.includes(name))
    assertState(io, root);
}
async function run(args, io) {
  try {
    return await (await buildProgram(io, args)).parseAsync([...args], { from: "user" }), 0;
  } catch (error) {
    if (error instanceof CommanderError && error.code === VERSION_CODE)
      return io.out((await import("./import-version-text.js")).versionText()), 0;
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? 0 : EXIT_CODES.HIVE_INVALID_OPTION;
    if (error instanceof HiveError) {
      let hint = error.hint === void 0 ? "" : `      ${pasteable(error.hint, io.env)}
`;
      return io.err(`${fitted(`hive: ${error.message}`, width(io))}
${hint}`), error.exitCode;
    }
    return io.err(`hive: ${error instanceof Error ? error.stack ?? error.message : String(error)}
`), EXIT_CODES.HIVE_BUG;
  }
}
async function main(args) {
  process.umask(63), process.stdout.on("error", (error) => process.exit(error.code === "EPIPE" ? 0 : 1));
  let [name, verb] = args[0] === "--root" ? args.slice(2) : args;
  if (name === "worker" && !CONTROLS.has(verb) || name === "dashboard")
    quietRuntime();
  let exitCode = await run(args, processIo);
  await Promise.all([ended(process.stdout), ended(process.stderr)]), process.exit(exitCode);
}
function ended(stream) {
  return new Promise((resolve) => {
    stream.end(() => resolve());
  });
}
export {
  buildProgram,
  main
};
