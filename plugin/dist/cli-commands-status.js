// @bun
import"./origin-own-file.js";
import"./origin-own-directory.js";
import"./queue-read-entry.js";
import"./base-files-files.js";
import"./import-main-3.js";
import"./base-config-jsonc.js";
import"./install-paths.js";
import"./platform-bun-bun-command.js";
import"./platform-installation.js";
import"./install-adopt-shell-system.js";
import"./capture-node-io.js";
import"./base-config-sources.js";
import {
  lacksText,
  UnhealthyProject
} from "./doctor-registry.js";
import"./store-sqlite-open-database.js";
import"./git-ignore-file.js";
import"./queue-dead-letters-letter.js";
import"./store-sqlite-ledger-applied-ids.js";
import"./capture-hook-log.js";
import {
  width,
  relativeTime,
  wrapped,
  duration,
  json,
  findRoot,
  loadConfig
} from "./cli-root.js";
import {
  readStatus
} from "./doctor-status.js";
import {
  projectOf
} from "./cli-project-paths.js";
import {
  findingLines
} from "./cli-text-doctor-text.js";
import"./install-edit-files.js";
import"./store-sqlite-outbox.js";
import"./store-postgres-connect-settings.js";
import"./snapshots-worktree.js";
import"./store-sqlite-read-reader.js";
import {
  pasteable
} from "./recall-choose-place.js";
import {
  count,
  size
} from "./base-text-words.js";
import"./origin-config-files.js";
import"./supervisor-stuck.js";
import"./queue-claims-recover.js";
import"./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import"./platform-programs.js";
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

// src/cli/text/status-text.ts
var INDENT = " ".repeat(12);
function renderStatus(status, io, nowMs) {
  let { heartbeat, depth, account, workers, findings } = status, line = (name, value) => wrapped(printable(value), width(io) - INDENT.length).map((part, index) => (index === 0 ? name.padEnd(INDENT.length) : INDENT) + part).join(`
`), lines = [line("root", status.root)];
  if (status.hooks !== null)
    lines.push(line("hooks", hooksText(status, nowMs)));
  if (lines.push(line("worker", workerText(status))), heartbeat !== null && heartbeat.duplicates > 0)
    lines.push(line("duplicates", `${count(heartbeat.duplicates, "entry", "entries")} came twice, and counted once`));
  if (heartbeat !== null && workers.length > 0) {
    let { watch, doorbell, missed_wakes: missed, wakes } = heartbeat, counts = Object.entries(wakes).filter(([, n]) => n > 0).map(([source, n]) => `${source} ${n}`).join(", ") || "none yet";
    lines.push(line("wakes", `watch ${watch}, doorbell ${doorbell}; ${counts}`)), lines.push(line("event loss", `${missed} ${missed === 1 ? "entry" : "entries"} found only by the backstop`));
  }
  let oldest = depth.oldestAgeMs === null ? "" : `, oldest ${duration(depth.oldestAgeMs)}`;
  if (lines.push(line("depth", `pending ${depth.pending}, processing ${depth.processing}, failed ${depth.failed}${oldest}`)), heartbeat?.latency) {
    let { p50Ms, p99Ms, n } = heartbeat.latency;
    lines.push(line("latency", `enqueue to commit p50 ${duration(p50Ms)}, p99 ${duration(p99Ms)} (last ${n})`));
  }
  if (heartbeat !== null && heartbeat.throughput_per_second !== null)
    lines.push(line("throughput", `${heartbeat.throughput_per_second} entries/s while busy`));
  if (lines.push(line("last 24 h", account === null ? "not known" : accountText(account))), status.agents.length > 0)
    lines.push(line("agents", status.agents.map(agentText).join(", ")));
  if (status.snapshots !== null)
    lines.push(line("snapshots", snapshotsText(status.snapshots, nowMs)));
  for (let id of account?.missing.slice(0, 10) ?? [])
    lines.push(line("missing", id));
  if (lines.push(...findings.filter(({ level }) => level !== "ok").flatMap((finding) => findingLines(finding, io))), status.isHealthy)
    lines.push(line("health", "ok"));
  return `${lines.join(`
`)}
`;
}
function hooksText({ hooks, lastCallAt }, nowMs) {
  let last = lastCallAt === null ? "no call yet" : `last call ${relativeTime(Date.parse(lastCallAt), nowMs)}`, told = (hooks ?? []).map(({ agent, where }) => `${agent} (${where === "plugin" ? where : `${where} settings`})`);
  return `${told.length === 0 ? "none installed" : told.join(", ")}; ${last}`;
}
function snapshotsText(snapshots, nowMs) {
  if (snapshots.why !== null)
    return `no files are kept: ${snapshots.why}`;
  let { since, bytes, limitBytes, notKept } = snapshots, lacks = lacksText(notKept), kept = `${snapshots.snapshots} since ${relativeTime(Date.parse(since ?? ""), nowMs)}, ${size(bytes)} of ${size(limitBytes)}`;
  return lacks === "" ? kept : `${kept}; not kept: ${lacks}`;
}
var agentText = ({ agent, sessions, calls }) => `${agentName(agent)} ${count(calls, "call")} in ${count(sessions, "session")}`, agentName = (agent) => agent === null || agent === "unknown" ? "unknown agent" : agent, accountText = ({ enqueued, applied, pending, failed, missing }) => `enqueued ${enqueued} = applied ${applied} + pending ${pending} + failed ${failed} + missing ${missing.length}`;
function workerText({ workers, heartbeat }) {
  if (workers.length === 0)
    return "none runs";
  let ids = workers.map((worker) => worker.id).join(", ");
  if (heartbeat === null)
    return `${ids}, no heartbeat yet`;
  let { mode, fallback_reason: reason, events_processed: applied, version } = heartbeat, how = reason === null ? `${mode} mode` : `polling, not by choice: ${reason}`;
  return `${ids}, ${how}, ${applied} applied, hive ${version}`;
}

// src/cli/commands/status.ts
var WATCH_INTERVAL_MS = 1000;
function addStatus(program, io) {
  program.command("status").description("show whether agents call hive, and the health of queue, worker and store").option("--json", "as JSON").option("--watch", "print it again every second, until Ctrl+C").addHelpText("after", `
Examples:
  hive status
  hive status --json | jq .depth
  hive status --watch`).action(async (flags, command) => {
    let root = findRoot(io, command.optsWithGlobals().root), config = loadConfig(io, root), { env, cwd } = io;
    for (;; ) {
      let nowMs = systemClock.nowMs(), status = await readStatus(root, nowMs, config, { project: projectOf(io, root), env, cwd }), isWatching = flags.watch === !0;
      if (isWatching && io.isTTY)
        io.out("\x1B[2J\x1B[H");
      if (io.out(flags.json === !0 ? json(status) : pasteable(renderStatus(status, io, nowMs), io.env)), !isWatching && !status.isHealthy)
        throw new UnhealthyProject(status.findings);
      if (!isWatching)
        return;
      await Bun.sleep(WATCH_INTERVAL_MS);
    }
  });
}
export {
  addStatus
};
