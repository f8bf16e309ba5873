import type { Command } from "commander";
import { systemClock } from "../base/clock.ts";
import { HiveError } from "../base/errors.ts";
import { pasteable } from "../platform/own-command.ts";
import type { AgentCalls } from "../store/queries.ts";
import { count } from "../base/words.ts";
import type { Account } from "../worker/account.ts";
import { readStatus, type Status } from "../worker/status.ts";
import type { Io } from "./io.ts";
import { duration, json, printable } from "./render.ts";
import { findRoot, loadConfig } from "./root.ts";

interface Flags {
  readonly root?: string;
  readonly json?: boolean;
  readonly watch?: boolean;
}

const WATCH_INTERVAL_MS = 1000;

export function addStatus(program: Command, io: Io): void {
  program
    .command("status")
    .description("how queue, worker and store are")
    .option("--root <dir>", "the .hive-mind directory")
    .option("--json", "as JSON")
    .option("--watch", "again every second, until Ctrl+C")
    .addHelpText("after", "\nExamples:\n  hive status\n  hive status --json | jq .depth\n  hive status --watch")
    .action(async (flags: Flags, command: Command) => {
      const root = findRoot(io, command.optsWithGlobals<Flags>().root);
      const config = loadConfig(io, root);
      for (;;) {
        const status = await readStatus(root, systemClock.nowMs(), config);
        const isWatching = flags.watch === true;
        if (isWatching && io.isTTY) io.out("\u001b[2J\u001b[H");
        io.out(flags.json === true ? json(status) : pasteable(renderStatus(status), io.env));
        if (!isWatching && !status.isHealthy) throw new Unhealthy(status);
        if (!isWatching) return;
        await Bun.sleep(WATCH_INTERVAL_MS);
      }
    });
}

/** What was printed says what is wrong; this carries the exit code. */
class Unhealthy extends HiveError {
  constructor({ problems }: Status) {
    super("HIVE_UNHEALTHY", `${problems.length === 1 ? "1 problem" : `${problems.length} problems`}, see above`);
  }
}

const line = (name: string, value: string): string => `${name.padEnd(11)} ${printable(value)}`;

export function renderStatus(status: Status): string {
  const { heartbeat, depth, account, workers } = status;
  const lines = [line("root", status.root), line("worker", workerLine(status))];
  if (heartbeat !== null && workers.length > 0) {
    const { watch, doorbell, missed_wakes: missed, wakes } = heartbeat;
    const sources = Object.entries(wakes).filter(([, n]) => n > 0);
    const counts = sources.map(([source, n]) => `${source} ${n}`).join(", ") || "none yet";
    lines.push(line("wakes", `watch ${watch}, doorbell ${doorbell}; ${counts}`));
    lines.push(line("event loss", `${missed} ${missed === 1 ? "entry" : "entries"} found only by the backstop`));
  }
  const oldest = depth.oldestAgeMs === null ? "" : `, oldest ${duration(depth.oldestAgeMs)}`;
  lines.push(
    line("depth", `pending ${depth.pending}, processing ${depth.processing}, failed ${depth.failed}${oldest}`),
  );
  if (heartbeat?.latency) {
    const { p50Ms, p99Ms, n } = heartbeat.latency;
    lines.push(line("latency", `enqueue to commit p50 ${duration(p50Ms)}, p99 ${duration(p99Ms)} (last ${n})`));
  }
  if (heartbeat !== null && heartbeat.throughput_per_second !== null) {
    lines.push(line("throughput", `${heartbeat.throughput_per_second} entries/s while busy`));
  }
  lines.push(line("last 24 h", account === null ? "not known" : accountText(account)));
  if (status.agents.length > 0) lines.push(line("agents", status.agents.map(agentText).join(", ")));
  for (const id of account?.missing.slice(0, 10) ?? []) lines.push(line("missing", id));
  lines.push(...status.problems.map((problem) => line("PROBLEM", problem)));
  lines.push(...status.notes.map((note) => line("note", note)));
  if (status.isHealthy) lines.push(line("health", "ok"));
  return `${lines.join("\n")}\n`;
}

const agentText = ({ agent, sessions, calls }: AgentCalls): string =>
  `${agent ?? "an older hive's"} ${count(calls, "call")} in ${count(sessions, "session")}`;

const accountText = ({ captured, applied, pending, failed, missing }: Account): string =>
  `captured ${captured} = applied ${applied} + pending ${pending} + failed ${failed} + missing ${missing.length}`;

function workerLine({ workers, heartbeat }: Status): string {
  if (workers.length === 0) return "none runs";
  const ids = workers.map((worker) => worker.id).join(", ");
  if (heartbeat === null) return `${ids}, no heartbeat yet`;
  const { mode, fallback_reason: reason, events_processed: applied, version } = heartbeat;
  const how = reason === null ? `${mode} mode` : `polling, not by choice: ${reason}`;
  return `${ids}, ${how}, ${applied} applied, hive ${version}`;
}
