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
import {
  KINDS,
  KIND_NAMES,
  mergeRows
} from "./model-merge.js";
import"./store-raw-sql-policy.js";
import"./store-sqlite-apply-payloads.js";
import {
  namedRow,
  seenRow
} from "./store-sqlite-settled.js";
import"./store-sqlite-open-migrations.js";
import"./store-sqlite-store.js";
import"./store-postgres-tombstones.js";
import"./platform-bun-bun-command.js";
import"./supervisor-spawn.js";
import"./capture-hook-log.js";
import"./capture-session-session-note.js";
import {
  readWaiting2
} from "./recall-waiting-waiting.js";
import {
  json,
  findRoots,
  olderToName,
  loadConfig
} from "./cli-root.js";
import {
  minute
} from "./recall-resume.js";
import"./redact-redact.js";
import"./capture-node-io.js";
import {
  chooseSession,
  assertTold
} from "./cli-choose-session.js";
import {
  exportHead,
  noteExport,
  knownSessions
} from "./forget-forget.js";
import"./install-uninstall-stop-workers.js";
import {
  gitLine
} from "./cli-text-checkpoint-text.js";
import {
  StoreReader,
  openResumes
} from "./recall-session-list.js";
import"./store-postgres-connect-settings.js";
import"./snapshots-worktree.js";
import"./store-archive-erase.js";
import {
  endingText
} from "./recall-report-resume-text.js";
import"./git-git-head.js";
import {
  openSaved
} from "./store-sqlite-read-reader.js";
import"./recall-archive-continue-command.js";
import"./recall-choose-place.js";
import"./origin-config-files.js";
import"./supervisor-slot.js";
import"./supervisor-end-end-worker.js";
import"./supervisor-stuck.js";
import"./queue-claims-recover.js";
import"./platform-programs.js";
import {
  queuePaths
} from "./platform-bun-callers-directory.js";
import"./store-sqlite-prepared.js";
import"./store-sqlite-open-connection.js";
import {
  storedKey,
  rowIn
} from "./store-sqlite-apply-stored-row.js";
import"./store-sqlite-open-location.js";
import {
  systemClock
} from "./base-clock.js";
import"./queue-make.js";
import {
  printable,
  printableLines
} from "./base-text-printable.js";
import"./origin-key.js";
import {
  isObject2,
  textOf2
} from "./base-json.js";
import"./git-git-tree.js";
import {
  HiveError,
  errorCode
} from "./base-errors.js";

// src/cli/commands/sessions/export.ts
import { existsSync, lstatSync, realpathSync, renameSync, rmSync, writeFileSync } from "fs";
import { basename, dirname, join, resolve } from "path";

// src/store/sqlite/all-rows.ts
var ALL_SQL = "SELECT kind, key, agent_id, at_ms, data, times FROM hive_state WHERE session_id = ?";
async function readAllRows(root, sessionId, waiting, busyTimeoutMs) {
  using db = await openSaved(root, busyTimeoutMs);
  let rows = /* @__PURE__ */ new Map;
  for (let stored of db?.query(ALL_SQL).all(sessionId) ?? []) {
    let row = KIND_NAMES.includes(stored.kind) ? rowIn(stored) : null;
    if (row !== null)
      rows.set(`${stored.kind} ${String(stored.key)}`, { ...namedRow(stored, row), kind: stored.kind });
  }
  for (let { kind, key, agentId = "", atMs, data } of waiting) {
    let name = storedKey(agentId, key), known = rows.get(`${kind} ${name}`)?.row, row = known === void 0 ? { atMs, data } : mergeRows(KINDS[kind].merge, known, { atMs, data });
    rows.set(`${kind} ${name}`, { kind, name, agentId, key, row });
  }
  let sorted = [...rows.values()].toSorted((a, b) => a.row.atMs - b.row.atMs || (a.name < b.name ? -1 : 1)), of = (kind) => sorted.filter((row) => row.kind === kind).map(seenRow);
  return Object.fromEntries(KIND_NAMES.map((kind) => [kind, of(kind)]));
}

// src/cli/text/export-text.ts
function exportText({ report, title, rows, history }, nowMs) {
  let parts = [
    exportHead(report.sessionId),
    `# Session ${code(title ?? report.sessionId)}`,
    ...report.isUntrusted ? ["> **UNTRUSTED**: facts of it came without proof that your hive saved them, perhaps with a clone."] : [],
    `Saved by hive, exported ${minute(nowMs)}. Secrets that hive knows by their form were taken out when it was saved.`,
    headLines({ report, title, rows, history }).join(`
`),
    ...section("Prompts", rows.prompt.map((row) => `${at(row)}

${block(row.text)}`), `

`),
    ...section("Last message", rows.message.filter((row) => textOf2(row.text) !== void 0).map((row) => `${at(row)}

${block(row.text)}`), `

`),
    ...section("Plan", rows.plan.map((row) => `${at(row)}

${block(row.text)}`), `

`),
    ...section("Todos", [...rows.todos.flatMap(todosOf).map(todo), ...rows.task.map(todo)]),
    ...section("Files", rows.file.map((row) => `- ${plain(row.change)} ${code(row.key)}${byWhat(row.by)}, ${at(row)}`)),
    ...section("Commands", rows.command.map(command)),
    ...section("Subagents", rows.agent.map(agent)),
    ...section("Checkpoints", history.toReversed().map(checkpoint))
  ];
  return `${printableLines(parts.join(`

`))}
`;
}
var byWhat = (by) => textOf2(by) === void 0 ? "" : ` by ${plain(by)}`;
function headLines({ report, rows, history }) {
  let { sessionId, cwd, state, lastSeenMs, operations, waitingEntries } = report, firstMs = Math.min(...Object.values(rows).flatMap((some) => some.map(({ atMs }) => atMs)), lastSeenMs), session = rows.session.at(-1);
  return [
    ["id", code(sessionId)],
    ["project", cwd === null ? null : code(cwd)],
    ["git", state.git === void 0 ? null : code(gitLine(state.git))],
    ["agent", session?.agent === void 0 ? null : code(session.agent)],
    ["model", session?.model === void 0 ? null : code(session.model)],
    ["first seen", minute(firstMs)],
    ["last seen", minute(lastSeenMs)],
    ["ended", endingText(report)],
    ["goes on from", report.continues.length === 0 ? null : report.continues.map(code).join(", ")],
    ["operations", `${operations}, in ${history.length} kept checkpoints`],
    ["not applied yet", waitingEntries === 0 ? null : `${waitingEntries} entries, told here all the same`]
  ].flatMap(([name, value]) => value === null ? [] : [`- ${name}: ${value}`]);
}
var section = (title, items, between = `
`) => items.length === 0 ? [] : [`## ${title}`, items.join(between)], at = ({ atMs, agentId }) => minute(atMs) + (agentId === void 0 ? "" : `, subagent ${code(agentId)}`);
function command(row) {
  let { command: text, outcome, error } = row, why = typeof error === "string" ? `

${indented(block(error))}
` : "";
  return `- ${plain(outcome ?? "outcome not known")}: ${code(text)}, ${at(row)}${why}`;
}
function agent(row) {
  let message = textOf2(row.lastMessage), said = message === void 0 ? "" : `

${indented(block(message))}
`;
  return `- ${plain(row.status)}: ${code(row.description ?? row.type)}, ${minute(row.atMs)}${said}`;
}
var DONE = ["completed", "cancelled", "canceled", "deleted"], todosOf = (row) => Array.isArray(row.todos) ? row.todos.filter(isObject2) : [];
function todo(fields) {
  let { content, subject, status } = fields;
  return `- [${DONE.includes(status) ? "x" : " "}] ${code(content ?? subject)} (${plain(status)})`;
}
function checkpoint({ createdAt, type, trigger, checkpoint: content }) {
  let git = isObject2(content?.git) ? `, ${code(gitLine(content.git))}` : "", operations = typeof content?.operationCount === "number" ? `, ${content.operationCount} operations` : "";
  return `- ${minute(Date.parse(createdAt) || 0)}: ${plain(type)} after ${plain(trigger)}${operations}${git}`;
}
var shown = (value) => typeof value === "string" || typeof value === "number" ? String(value) : "not known", plain = (value) => shown(value).replaceAll(/[^\w .:-]/g, "\xB7");
function fence(text, atLeast) {
  let runs = [...text.matchAll(/`+/g)].map(([run]) => run.length);
  return "`".repeat(Math.max(atLeast, ...runs.map((length) => length + 1)));
}
function code(value) {
  let text = printable(shown(value).replaceAll(/\s+/g, " ").trim()) || " ", ticks = fence(text, 1), pad = text.startsWith("`") || text.endsWith("`") ? " " : "";
  return `${ticks}${pad}${text}${pad}${ticks}`;
}
function block(value) {
  let text = printableLines(shown(value)), ticks = fence(text, 3);
  return `${ticks}text
${text}
${ticks}`;
}
var indented = (text) => text.replaceAll(/^/gm, "  ");

// src/cli/commands/sessions/export.ts
var BUSY_TIMEOUT_MS = 2000;
function addExport(program, io) {
  program.command("export").argument("<session>", "a session's id, or the beginning of it").description("print all saved data of a session as Markdown").option("--out <file>", "write to a private file, which hive forget deletes with the session").option("--force", "replace an existing file").option("--json", "with --out: print JSON about the file").addHelpText("after", `
Examples:
  hive export 5f0c
  hive export 5f0c --out session.md --force`).action(async (given, _flags, command) => {
    let flags = command.optsWithGlobals(), roots = findRoots(io, flags.root), { root } = roots, older = olderToName(io, roots), found = choose([root, ...older === null ? [] : [older]], given), text = await textOf(io, found);
    if (flags.out === void 0)
      return io.out(text);
    let path = write(io, flags.out, text, flags.force === !0, found);
    io.out(flags.json === !0 ? json({ sessionId: found.id, path }) : `Written: ${printable(path)}
`);
  });
}
function choose(roots, given) {
  let known = roots.map((root) => ({ root, ids: knownSessions(root) })), id = chooseSession([...new Set(known.flatMap(({ ids }) => ids))], given);
  return { root: known.find(({ ids }) => ids.includes(id)).root, id };
}
async function textOf(io, { root, id }) {
  let nowMs = systemClock.nowMs(), { maxEntryBytes } = loadConfig(io, root), waiting = readWaiting2(queuePaths(root), maxEntryBytes).bySession.get(id)?.facts ?? [];
  using resumes = await openResumes(root, nowMs);
  let report = resumes.report(id);
  if (report === null)
    throw new HiveError("HIVE_NOT_FOUND", `hive has seen nothing of session ${JSON.stringify(id)}`, {
      hint: "hive show prints what other programs have saved of it"
    });
  assertTold(io, report);
  using reader = await StoreReader.open(root);
  let history = reader === null ? [] : await reader.history(id), rows = await readAllRows(root, id, waiting, BUSY_TIMEOUT_MS), prompt = rows.prompt[0]?.text, title = report.objective ?? (typeof prompt === "string" ? prompt.slice(0, 80) : null);
  return exportText({ report, title, rows, history }, nowMs);
}
function write(io, out, text, isForced, { root, id }) {
  let named = resolve(io.cwd, out), path = existsSync(dirname(named)) ? join(realpathSync(dirname(named)), basename(named)) : named, found = lstatSync(path, { throwIfNoEntry: !1 });
  if (found !== void 0 && (!isForced || !found.isFile())) {
    let what = found.isFile() ? "is there already" : "is no regular file";
    throw new HiveError("HIVE_INVALID_OPTION", `${path} ${what}`, {
      hint: found.isFile() ? "--force replaces it" : "choose another name"
    });
  }
  let temporary = `${path}.${Bun.randomUUIDv7()}.tmp`;
  try {
    return noteExport(root, { sessionId: id, path }), writeFileSync(temporary, text, { mode: 384, flag: "wx" }), renameSync(temporary, path), path;
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_OPTION", `${path} cannot be written (${errorCode(cause) ?? "unknown"})`, {
      cause,
      hint: "check its directory"
    });
  } finally {
    rmSync(temporary, { force: !0 });
  }
}
export {
  addExport
};
