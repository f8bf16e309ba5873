// @bun
import"./base-files-files.js";
import"./origin-own-directory.js";
import"./git-ignore-file.js";
import"./platform-installation.js";
import"./queue-read-entry.js";
import"./base-config-sources.js";
import"./origin-own-file.js";
import"./queue-dead-letters-letter.js";
import"./store-sqlite-open-database.js";
import"./store-archive-open.js";
import"./model-merge.js";
import"./store-raw-sql-policy.js";
import"./store-sqlite-apply-payloads.js";
import"./store-sqlite-settled.js";
import"./store-sqlite-open-migrations.js";
import"./store-sqlite-store.js";
import"./store-postgres-tombstones.js";
import"./platform-bun-bun-command.js";
import"./supervisor-spawn.js";
import"./capture-hook-log.js";
import"./capture-session-session-note.js";
import"./import-main.js";
import {
  isOfAgent,
  oneLine,
  findRoots,
  olderToName,
  loadConfig
} from "./cli-root.js";
import"./capture-node-io.js";
import"./recall-resume.js";
import"./redact-redact.js";
import"./recall-waiting-waiting.js";
import {
  sessionOfFleet
} from "./cli-fleet-sessions.js";
import"./recall-archive-as-store.js";
import {
  chooseSession
} from "./cli-choose-session.js";
import {
  forgetOthers,
  knownSessions,
  findHeld,
  forget,
  isUnfinished
} from "./forget-forget.js";
import {
  asksQuestions,
  carryOut
} from "./cli-text-change.js";
import"./install-uninstall-stop-workers.js";
import {
  openResumes,
  reportOf
} from "./recall-session-list.js";
import"./store-postgres-connect-settings.js";
import"./snapshots-worktree.js";
import"./store-archive-erase.js";
import"./git-git-head.js";
import"./store-sqlite-read-reader.js";
import"./recall-choose-place.js";
import {
  count
} from "./base-text-words.js";
import"./origin-config-files.js";
import"./supervisor-slot.js";
import"./supervisor-end-end-worker.js";
import"./supervisor-stuck.js";
import"./queue-claims-recover.js";
import"./platform-programs.js";
import"./store-sqlite-prepared.js";
import"./store-sqlite-open-connection.js";
import"./store-sqlite-open-location.js";
import {
  systemClock
} from "./base-clock.js";
import"./queue-make.js";
import {
  printable
} from "./base-text-printable.js";
import"./origin-key.js";
import"./git-git-tree.js";
import {
  HiveError
} from "./base-errors.js";

// src/cli/commands/sessions/forget.ts
function addForget(program, io) {
  program.command("forget").argument("[sessions...]", "ids of sessions, or their beginnings (default: finish an interrupted forget)").description("delete all of a session's data from hive, for good").option("--yes", "do not ask").option("--dry-run", "show what would be deleted, and change nothing").option("--json", "print JSON; needs --yes or --dry-run").addHelpText("after", `
hive deletes it from the queue (what was given up, too), database, checkpoints, notes, logs, the archive, the fleet, hive's
own copies, and hive's exports.
It deletes a session of another machine from the fleet: hive fleet sessions lists those.
It ends the workers and rewrites the database. A running session is saved again from its next call on; run hive pause
first to prevent that.

Examples:
  hive forget 5f0c --dry-run
  hive forget 5f0c --yes`).action(async (given, _flags, command) => {
    let flags = command.optsWithGlobals(), found = findRoots(io, flags.root), { root } = found, older = olderToName(io, found), roots = [root, ...older === null ? [] : [older]], { here, elsewhere } = await parted(io, roots, given);
    if (here.length > 0 || given.length === 0)
      for (let change of planned(io, roots, here))
        await apply(io, flags, change);
    if (elsewhere.length > 0)
      await forgetOfFleet(io, flags, root, elsewhere);
  });
}
async function parted(io, roots, given) {
  let here = [], elsewhere = [], known = roots.flatMap((root) => knownSessions(root, io.env));
  for (let text of given) {
    let found = isHeld(io, roots, text) || known.some((id) => id.startsWith(text)) || isOfAgent(io) ? null : await sessionOfFleet(io, roots[0], text);
    if (found === null)
      here.push(text);
    else
      elsewhere.push(found);
  }
  return { here, elsewhere };
}
async function forgetOfFleet(io, flags, root, sessions) {
  let sessionIds = sessions.map(({ session }) => session), lines = sessions.map(({ session, label }) => `session ${printable(session)} of ${oneLine(label, 30)}, in the fleet`), asks = asksQuestions(io, flags, "hive forget <session> --yes");
  await carryOut(io, flags, {
    preview: `${lines.join(`
`)}
`,
    question: asks ? `Delete ${count(sessionIds.length, "session")} from the fleet for good?` : null,
    make: async () => {
      let fleet = await forgetOthers(root, sessionIds, { env: io.env, nowMs: systemClock.nowMs() });
      return { sessionIds, rows: 0, files: {}, fleet, left: [] };
    },
    render: (outcome) => `${rendered(outcome)}The machines that they are of keep what they have, and send no more of it.
`,
    toJson: (outcome) => outcome ?? { sessionIds, files: [] }
  });
}
function planned(io, roots, given) {
  let known = roots.map((root) => knownSessions(root, io.env)), all = [...new Set(known.flat())], ids = [...new Set(given.map((text) => isHeld(io, roots, text) ? text : chooseSession(all, text)))], plans = roots.map((root, index) => ({
    root,
    ids: ids.filter((id) => known[index].includes(id) || isHeld(io, [root], id))
  }));
  return given.length === 0 ? roots.map((root) => ({ root, ids: [] })) : plans.filter(({ ids: some }) => some.length > 0);
}
var isHeld = (io, roots, id) => id.length >= WHOLE_ID_CHARS && roots.some((root) => [...findHeld(root, io.env, id).values()].some(({ length }) => length > 0)), WHOLE_ID_CHARS = 16;
async function apply(io, flags, { root, ids }) {
  if (ids.length === 0 && !isUnfinished(root, io.env))
    throw new HiveError("HIVE_INVALID_OPTION", "name a session to forget", {
      hint: "hive sessions lists them"
    });
  let { workerStart } = loadConfig(io, root), startsWorker = (io.env.HIVE_WORKER_START || workerStart) === "hook", nowMs = systemClock.nowMs(), asks = asksQuestions(io, flags, "hive forget <session> --yes"), preview = ids.length === 0 ? `finish an interrupted forget
` : await previewOf(io, root, ids);
  await carryOut(io, flags, {
    preview,
    question: asks ? `Delete ${count(ids.length, "session")} for good?` : null,
    make: () => forget(root, ids, { env: io.env, nowMs, startsWorker }),
    render: rendered,
    toJson: (outcome) => outcome ?? { sessionIds: ids, files: ids.map((id) => Object.fromEntries(findHeld(root, io.env, id))) }
  });
}
async function previewOf(io, root, ids) {
  using resumes = await openResumes(root, systemClock.nowMs());
  return `${ids.flatMap((id) => {
    let report = reportOf(resumes, id), title = report?.isUntrusted !== !0 || !isOfAgent(io) ? report?.objective ?? report?.state.prompts?.at(-1)?.text : null, runs = report?.isRunning === !0 ? ["  it still runs: what it does from now on is saved anew"] : [], held = [...findHeld(root, io.env, id)].filter(([, paths]) => paths.length > 0);
    return [
      `session ${printable(id)}  ${typeof title === "string" ? oneLine(title, 60) : ""}`.trimEnd(),
      ...runs,
      ...held.map(([name, paths]) => `  ${name}: ${shown(paths)}`)
    ];
  }).join(`
`)}
`;
}
var SHOWN = 3, shown = (paths) => paths.length > SHOWN ? String(paths.length) : paths.map(printable).join(", ");
function rendered({ sessionIds, rows, files, fleet, left }) {
  let what = sessionIds.length === 0 ? "What was interrupted is finished" : `Forgotten: ${count(sessionIds.length, "session")}`, held = Object.entries(files).flatMap(([name, n]) => n > 0 ? [`${name}: ${n}`] : []), lines = [`${what}; rows: ${rows}${held.map((one) => `, ${one}`).join("")}.`];
  if (fleet === "done")
    lines.push("The fleet has forgotten it.");
  if (fleet === "later")
    lines.push("The fleet's server does not answer: the next worker tells it.");
  if (left.length > 0)
    lines.push("Still named, by texts of other sessions or by files that are not hive's:", ...left.map((path) => `  ${printable(path)}`));
  return `${lines.join(`
`)}
`;
}
export {
  addForget
};
