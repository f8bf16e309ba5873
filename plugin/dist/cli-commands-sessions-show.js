// @bun
import"./base-files-files.js";
import"./store-sqlite-open-database.js";
import"./origin-own-file.js";
import"./origin-own-directory.js";
import"./model-merge.js";
import {
  RAW_SQL_ROWS
} from "./store-sqlite-settled.js";
import"./base-config-sources.js";
import"./recall-resume.js";
import"./queue-read-entry.js";
import"./store-sqlite-apply-payloads.js";
import"./recall-waiting-waiting.js";
import"./redact-redact.js";
import {
  table,
  oneLine,
  json,
  findRoots,
  olderToName
} from "./cli-root.js";
import"./platform-installation.js";
import"./store-archive-open.js";
import"./capture-node-io.js";
import {
  askingOf2
} from "./cli-text-archive-lists.js";
import"./store-sqlite-open-migrations.js";
import {
  tellRawSql2
} from "./cli-commands-sessions-sessions.js";
import {
  openArchived
} from "./cli-text-archived-session.js";
import"./recall-archive-as-store.js";
import {
  assertTold,
  ambiguous
} from "./cli-choose-session.js";
import {
  text,
  renderSession,
  agoText,
  gitLine
} from "./cli-text-checkpoint-text.js";
import {
  StoreReader,
  notApplied,
  waitingIds,
  openResumes,
  tell,
  reportOf
} from "./recall-session-list.js";
import"./git-git-head.js";
import"./store-sqlite-read-reader.js";
import"./recall-archive-continue-command.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./platform-programs.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  systemClock,
  timeText
} from "./base-clock.js";
import"./origin-key.js";
import {
  isObject2
} from "./base-json.js";
import"./git-git-tree.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/cli/commands/sessions/show.ts
function addShow(program, io) {
  program.command("show").argument("<session>", "a session's id, or the beginning of it").description("show the saved state of a session").option("--history", "its kept checkpoints instead").option("--json", "print JSON, in full").addHelpText("after", `
Examples:
  hive show 5f0c
  hive show 5f0c --json | jq .checkpoint.files
  hive show 5f0c --history`).action(async (id, _flags, command) => {
    let flags = command.optsWithGlobals(), roots = findRoots(io, flags.root), { root } = roots, older = olderToName(io, roots), nowMs = systemClock.nowMs(), found = await find(root, id, nowMs) ?? (older === null ? null : await find(older, id, nowMs)) ?? await findArchived(io, root, id, nowMs);
    if (found === null)
      throw new HiveError("HIVE_NOT_FOUND", `no session ${JSON.stringify(id)} in ${root}`, {
        hint: "list them with: hive sessions"
      });
    if (assertTold(io, found.session), found.isRawSqlUntrusted)
      tellRawSql2(io);
    if (flags.history === !0)
      io.out(flags.json === !0 ? json(found.history) : renderHistory(found.history, nowMs));
    else
      io.out(flags.json === !0 ? json(found.session) : renderSession(found.session, found.known, io, nowMs));
  });
}
async function find(root, prefix, nowMs) {
  using resumes = await openResumes(root, nowMs);
  using reader = await StoreReader.open(root);
  let stored = reader === null ? null : await storedSession(reader, prefix), id = stored?.id === prefix ? prefix : onlyOne(root, stored?.id, prefix);
  if (id === void 0)
    return null;
  let known = reportOf(resumes, id), detail = stored?.id === id ? stored : unstored(id, known);
  return {
    session: { ...detail, ...tell(resumes, detail, known) },
    known,
    history: stored?.id === id && reader !== null ? await reader.history(id) : [],
    isRawSqlUntrusted: resumes.isUntrusted(RAW_SQL_ROWS)
  };
}
var unstored = (id, known) => ({
  ...notApplied(id),
  operations: known?.operations ?? 0,
  checkpoint: null,
  agents: [],
  log: []
});
async function findArchived(io, root, prefix, nowMs) {
  let archived = await openArchived(io.env, askingOf2(io, root).scope, root, prefix, nowMs);
  if (archived === null)
    return null;
  using resumes = archived.resumes;
  let { sessionId, agent, startedMs, seenMs, endedMs } = archived.session, known = reportOf(resumes, sessionId), detail = { ...unstored(sessionId, known), agent }, times = {
    status: endedMs === null ? "active" : "ended",
    createdAt: timeText(startedMs),
    updatedAt: timeText(seenMs)
  };
  return {
    session: { ...detail, ...times, ...tell(resumes, detail, known) },
    known: known === null ? null : { ...known, isArchived: !0 },
    history: [],
    isRawSqlUntrusted: !1
  };
}
async function storedSession(reader, prefix) {
  try {
    return await reader.session(prefix);
  } catch (error) {
    if (errorCode(error) !== "HIVE_NOT_FOUND")
      throw error;
    return null;
  }
}
function onlyOne(root, stored, prefix) {
  let ids = new Set([...stored === void 0 ? [] : [stored], ...waitingIds(root)].filter((id) => id.startsWith(prefix)));
  if (ids.has(prefix))
    return prefix;
  if (ids.size <= 1)
    return [...ids][0];
  throw ambiguous([...ids], prefix);
}
function renderHistory(history, nowMs) {
  if (history.length === 0)
    return `no checkpoint taken yet
`;
  let rows = history.map(({ createdAt, type, trigger, checkpoint }) => [
    agoText(createdAt, nowMs),
    type,
    trigger,
    text(checkpoint?.operationCount),
    isObject2(checkpoint?.git) ? oneLine(gitLine(checkpoint.git, nowMs), 40) : ""
  ]);
  return table(["TAKEN", "TYPE", "TRIGGER", "OPERATIONS", "GIT"], rows);
}
export {
  addShow
};
