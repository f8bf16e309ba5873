// @bun
import {
  confirm,
  progress
} from "./import-main.js";
import {
  Option,
  json
} from "./cli-root.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import {
  nodeHookIo2
} from "./capture-node-io.js";
import"./base-config-sources.js";
import {
  homeOf2
} from "./origin-own-directory.js";
import"./store-sqlite-open-database.js";
import {
  archivePath,
  openArchive
} from "./store-archive-open.js";
import"./model-merge.js";
import"./redact-redact.js";
import {
  importTranscript2
} from "./worker-enrich-import.js";
import {
  TRANSCRIPT_PLACES2,
  transcriptsOf2
} from "./worker-enrich-transcript-places.js";
import"./import-main-3.js";
import"./platform-installation.js";
import {
  asksQuestions,
  answerTo
} from "./cli-text-change.js";
import {
  machineId,
  ArchiveRows
} from "./store-archive-rows.js";
import"./worker-enrich-transcript.js";
import"./store-archive-pauses.js";
import"./store-archive-erase.js";
import {
  count
} from "./base-text-words.js";
import {
  readConfigFiles,
  userRoots,
  projectDirectory
} from "./origin-config-files.js";
import {
  settingsIn
} from "./agents-settings-off-switches.js";
import"./platform-programs.js";
import {
  stateDirectoryOf
} from "./platform-bun-callers-directory.js";
import {
  recordOf
} from "./agents-claude-code-payload.js";
import"./store-sqlite-prepared.js";
import"./store-sqlite-open-connection.js";
import {
  systemClock
} from "./base-clock.js";
import {
  userKey
} from "./origin-key.js";
import {
  textOf2
} from "./base-json.js";
import {
  HiveError
} from "./base-errors.js";

// src/worker/enrich/deletions.ts
import { join } from "path";
var DAY_MS = 86400000, SOON_DAYS = 7, DEFAULT_DAYS = 30, DAYS_OF = { h: 0.041666666666666664, d: 1, w: 7, m: 30 }, RULES = {
  "claude-code": {
    file: ".claude/settings.json",
    read: ({ cleanupPeriodDays: days }) => ({
      setting: "cleanupPeriodDays",
      days: typeof days === "number" && days >= 0 ? days : DEFAULT_DAYS
    })
  },
  gemini: { file: ".gemini/settings.json", read: geminiDeletion }
};
function geminiDeletion({ general }) {
  let {
    enabled = !0,
    maxAge = `${DEFAULT_DAYS}d`,
    maxCount,
    minRetention
  } = recordOf(recordOf(general).sessionRetention), days = geminiDays(maxAge), isRefused = days === null || days < (geminiDays(minRetention) ?? 1) || typeof maxCount === "number" && maxCount < 1;
  if (enabled !== !0 || isRefused)
    return { setting: "general.sessionRetention", days: null };
  return {
    setting: "general.sessionRetention.maxAge",
    days,
    ...typeof maxCount === "number" ? { kept: maxCount } : {}
  };
}
function geminiDays(value) {
  let [, amount = "", unit = ""] = /^(\d+)([dhwm])$/.exec(textOf2(value) ?? "") ?? [];
  return unit === "" || Number(amount) === 0 ? null : Number(amount) * DAYS_OF[unit];
}
function deletionsOf({ agent, title, files }, home, nowMs) {
  let rule = RULES[agent];
  if (rule === void 0)
    return `hive knows of no time after which ${title} deletes transcripts`;
  let { setting, days, kept } = rule.read(settingsIn(join(home, rule.file)));
  if (days === null)
    return `${title} deletes no transcript, by its settings (${setting})`;
  let soon = files.filter(({ changedMs }) => changedMs + (days - SOON_DAYS) * DAY_MS <= nowMs).length, after = days < 1 ? count(Math.round(days * 24), "hour") : count(Math.round(days), "day"), most = kept === void 0 ? "" : `; it keeps ${count(kept, "transcript")} of a project (general.sessionRetention.maxCount)`;
  return `${title} deletes a transcript ${after} after its last change (${setting}): ${soon} of ${files.length} within ${SOON_DAYS} days${most}`;
}

// src/cli/commands/sessions/import.ts
var BUSY_TIMEOUT_MS = 1e4, NAMES = TRANSCRIPT_PLACES2.map(({ agent }) => agent);
function addImport(program, io) {
  program.command("import").description("import the agents' transcripts on this machine into the archive").addOption(new Option("--agent <name>", "those of this agent alone").choices(NAMES)).option("--yes", "do not ask").option("--json", "print JSON; needs --yes").addHelpText("after", `
It asks for each agent. Prompts, answers, calls and tokens are taken, without secrets, results of tools and excluded paths; projects that
are paused, or have the archive off, are left out. A second import takes what is new. It says what each agent deletes of its own
transcripts, and when.

Examples:
  hive import
  hive import --agent codex --yes`).action(async (_flags, command) => runImport(io, command.optsWithGlobals()));
}
async function runImport(io, flags) {
  let asks = asksQuestions(io, flags, "hive import --yes"), path = archivePath(io.env);
  if (path === null)
    throw new HiveError("HIVE_INVALID_OPTION", "no home directory is known: there is no place for an archive");
  let places = TRANSCRIPT_PLACES2.filter(({ agent }) => flags.agent === void 0 || agent === flags.agent), tallies = [];
  for (let place of places) {
    let listed = transcriptsOf2(place, homeOf2(io.env)), { files, unlisted } = listed;
    if (files.length === 0 && unlisted === 0)
      continue;
    let { agent, title } = place, deletions = deletionsOf({ agent, title, files }, homeOf2(io.env), systemClock.nowMs());
    if (flags.json !== !0 && files.length > 0)
      io.out(`${deletions}
`);
    let question = `Take ${count(files.length, "transcript")} of ${place.title} into ${path}?`;
    if (asks && files.length > 0 && !await answerTo(confirm({ message: question })))
      continue;
    tallies.push(await importAll(io, place, listed, path));
  }
  if (flags.json === !0)
    return io.out(json({ version: 1, agents: tallies }));
  if (tallies.length === 0)
    return io.out(`nothing was imported
`);
  for (let tally of tallies)
    io.out(`${lineOf(tally)}
`);
}
function lineOf({ agent, transcripts, taken, excluded, none, homeless, malformed, unlisted }) {
  return [
    `${agent}: ${taken} of ${count(transcripts, "transcript")} taken, ${excluded} left out by your settings, ${none} not understood`,
    homeless === 0 ? "" : `, ${homeless} of no known project`,
    malformed === 0 ? "" : `; ${count(malformed, "line")} passed over as no JSON`,
    unlisted === 0 ? "" : `; ${count(unlisted, "place")} could not be looked at`
  ].join("");
}
async function importAll(io, place, { files, unlisted }, path) {
  using db = openArchive(path, BUSY_TIMEOUT_MS);
  let options = optionsOf(io, new ArchiveRows(db)), tally = { taken: 0, excluded: 0, none: 0, homeless: 0, malformed: 0 }, bar = io.isTTY ? progress({ max: files.length, output: process.stderr }) : null;
  bar?.start(place.title);
  for (let [index, file] of files.entries()) {
    let { outcome, malformed } = importTranscript2(db, place, file.path, options);
    if (tally[outcome] += 1, tally.malformed += malformed, bar === null)
      continue;
    bar.advance(1, `${place.title}: ${index + 1} of ${files.length}`), await new Promise(setImmediate);
  }
  return bar?.stop(`${place.title}: ${count(files.length, "transcript")} read`), { agent: place.agent, transcripts: files.length, ...tally, unlisted };
}
function optionsOf(io, rows) {
  let roots = userRoots(io.env), known = /* @__PURE__ */ new Map, projectOf = (cwd) => {
    let before = known.get(cwd);
    if (before !== void 0)
      return before;
    let { root } = stateDirectoryOf(nodeHookIo2, io.env, cwd, roots), found = { root, project: projectDirectory(root, io.env), config: readConfigFiles(root, {}, io.env).config };
    return known.set(cwd, found), found;
  };
  return {
    rows,
    machine: machineId(void 0, io.env),
    key: userKey(void 0, io.env),
    nowMs: systemClock.nowMs(),
    projectOf
  };
}
export {
  addImport
};
