// @bun
import {
  Option,
  width,
  fitted,
  json,
  findRoots,
  olderToName,
  loadConfig
} from "./cli-root.js";
import"./base-files-files.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import {
  AGENT_NAMES,
  agentNamed,
  findProjectPaths
} from "./install-paths.js";
import"./origin-own-directory.js";
import"./base-config-sources.js";
import"./origin-own-file.js";
import"./model-merge.js";
import {
  Resumes
} from "./recall-resume.js";
import"./redact-redact.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-database.js";
import"./queue-read-entry.js";
import"./store-sqlite-apply-payloads.js";
import"./recall-waiting-waiting.js";
import"./capture-node-io.js";
import"./platform-installation.js";
import"./store-sqlite-open-migrations.js";
import"./store-archive-open.js";
import"./cli-text-archive-lists.js";
import {
  reportOfFleet
} from "./cli-fleet-sessions.js";
import {
  reportOfArchived
} from "./cli-text-archived-session.js";
import"./recall-archive-as-store.js";
import {
  assertTold,
  withoutProof,
  ambiguous
} from "./cli-choose-session.js";
import {
  writeRules
} from "./install-rules.js";
import {
  idsOfProject
} from "./recall-session-list.js";
import"./install-edit-files.js";
import"./store-postgres-connect-settings.js";
import {
  continuing
} from "./recall-continued.js";
import {
  contextText,
  terminalText
} from "./recall-report-resume-text.js";
import"./git-git-head.js";
import"./store-sqlite-read-reader.js";
import"./recall-archive-continue-command.js";
import {
  ownCommand,
  Places
} from "./recall-choose-place.js";
import {
  projectDirectory
} from "./origin-config-files.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import {
  programPath
} from "./platform-programs.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  systemClock
} from "./base-clock.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  HiveError,
  errorCode,
  errorMessage
} from "./base-errors.js";

// src/cli/commands/sessions/resume.ts
var BUSY_TIMEOUT_MS = 2000, MAX_SESSIONS = 100;
function addResume(program, io) {
  program.command("resume").argument("[session]", "a session's id, or the beginning of it (default: the latest that worked; none that is untrusted)").description("print the state of a session, to continue from there").option("--json", "as JSON, in full").addOption(new Option("--for <agent>", "print it as a prompt for an agent, the session's own or another").choices(AGENT_NAMES).conflicts("json")).option("--start", "with --for: start the agent with that prompt").addOption(new Option("--rules", "with --for cursor: write it into a file of rules, which Cursor reads at each start").conflicts("start")).addHelpText("after", `
It reads the store and what still waits in the queue: no worker is needed. What was saved is quoted, one line each.
A session of another project is searched in the archive, then in your fleet.

Examples:
  hive resume                     the latest session of this project that worked
  hive resume 5f0c                the session whose id begins so
  hive resume 5f0c --for codex    what to paste into Codex
  hive resume 5f0c --for codex --start
  hive resume 5f0c --for cursor --rules
  hive resume --json | jq .state.files`).action(async (id, flags, command) => {
    let roots = findRoots(io, command.optsWithGlobals().root), { root } = roots, older = id === void 0 ? roots.older : olderToName(io, roots), { maxEntryBytes } = loadConfig(io, root), nowMs = systemClock.nowMs(), options = { nowMs, busyTimeoutMs: BUSY_TIMEOUT_MS, maxEntryBytes }, places = new Places(io.cwd, projectDirectory(root, io.env)), named = (directory) => read(directory, async () => {
      using resumes = await Resumes.open(directory, options);
      return find(resumes, id);
    }), latestIn = (directory) => read(directory, async () => {
      using resumes = await Resumes.open(directory, options);
      let isShared = directory !== root && places.isShared(projectDirectory(directory, io.env));
      return latest(resumes, isShared ? idsOfProject(resumes, places) : null, places);
    }), saved = id === void 0 ? await nearest(await latestIn(root), async () => older === null ? null : await latestIn(older)) : await named(root) ?? (older === null ? null : await named(older)), report = saved === null && id !== void 0 ? await reportOfArchived(io, root, id, nowMs) ?? await reportOfFleet(io, root, id, nowMs) : saved;
    if (report === null && id !== void 0)
      throw notFound(id);
    if (report === null)
      throw new HiveError("HIVE_NOT_FOUND", `nothing has been saved in ${root} yet`, {
        hint: "hive setup --check says whether the agent's hook is called"
      });
    if (assertTold(io, report), flags.for !== void 0)
      return await handOver(io, flags, report, nowMs);
    if (flags.start === !0 || flags.rules === !0) {
      let name = flags.start === !0 ? "--start" : "--rules", hint = `hive resume --for cursor ${name}`;
      throw new HiveError("HIVE_INVALID_OPTION", `${name} needs an agent`, { hint });
    }
    let text = () => fitted(terminalText(report, nowMs, ownCommand(io.env), io.cwd), width(io));
    io.out(flags.json === !0 ? json(report) : `${text()}
`);
  });
}
async function handOver(io, flags, report, nowMs) {
  if (report.isUntrusted)
    throw withoutProof();
  let command = ownCommand(io.env), text = contextText(report, { nowMs, isSameSession: !1, command });
  if (flags.rules === !0)
    return io.out(rulesWith(io, flags.for, text));
  let prompt = `Go on with the work of an earlier session. Ask me where it is unclear.

${text}`;
  if (flags.start !== !0)
    return io.out(`${prompt}
`);
  let [name, ...args] = agentNamed(flags.for).start(prompt), program = programPath(name, io.env, io.cwd);
  if (program === null)
    throw new HiveError("HIVE_NOT_FOUND", `there is no ${name} on the PATH`, {
      hint: `without --start, the prompt is printed: paste it into ${name}`
    });
  let stdio = ["inherit", "inherit", "inherit"], env = { ...io.env, ...continuing(report.sessionId, findRoots(io, void 0).root, nowMs) }, exitCode = await Bun.spawn([program, ...args], { cwd: io.cwd, env, stdio: [...stdio] }).exited;
  if (exitCode !== 0)
    throw new HiveError("HIVE_UNHEALTHY", `${name} ended with exit code ${exitCode}`);
}
function rulesWith(io, name, text) {
  let agent = agentNamed(name);
  if (agent.rules === void 0)
    throw new HiveError("HIVE_INVALID_OPTION", `hive writes no rules for ${agent.title}`, {
      hint: `hive resume --for ${name} prints a prompt`
    });
  return `Written: ${writeRules(agent.rules, findProjectPaths(io.cwd, io.env, agent).project, text)}
It is in the project: delete it when the work is done; hive setup --remove does so, too.
`;
}
var notFound = (id) => new HiveError("HIVE_NOT_FOUND", `nothing is saved of a session ${JSON.stringify(id)}`, {
  hint: "list them with: hive sessions"
});
function find(resumes, id) {
  let ids = resumes.ids(id, MAX_SESSIONS, !1);
  if (ids.length > 1 && !ids.includes(id))
    throw ambiguous(ids, id);
  let found = ids.includes(id) ? id : ids[0];
  return found === void 0 ? null : resumes.report(found);
}
function latest(resumes, only, places) {
  let outlines = (only?.filter((id) => !resumes.isUntrusted(id)).slice(0, MAX_SESSIONS) ?? resumes.ids("", MAX_SESSIONS, !0)).map((id) => resumes.outline(id)).filter((outline) => outline !== null), worked = outlines.filter(({ hasWork }) => hasWork), [best] = (worked.length > 0 ? worked : outlines).toSorted((a, b) => places.distanceOf(a) - places.distanceOf(b) || b.lastSeenMs - a.lastSeenMs), report = best === void 0 ? null : resumes.report(best.sessionId);
  return report === null ? null : { report, hasWork: best.hasWork, distance: places.distanceOf(best) };
}
async function nearest(own, readOlder) {
  if (own?.hasWork === !0 && own.distance === 0)
    return own.report;
  let older = await readOlder().catch((error) => {
    if (own === null || errorCode(error) === void 0)
      throw error;
    return null;
  });
  if (own === null || older === null)
    return (own ?? older)?.report ?? null;
  return ((own.hasWork === older.hasWork ? older.distance < own.distance : older.hasWork) ? older : own).report;
}
async function read(root, use) {
  try {
    return await use();
  } catch (error) {
    if (errorCode(error)?.startsWith("SQLITE_") !== !0)
      throw error;
    throw new HiveError("HIVE_STORE_UNAVAILABLE", `cannot read ${root}/hive.db: ${errorMessage(error)}`, {
      cause: error,
      hint: "hive doctor names the fault"
    });
  }
}
export {
  addResume
};
