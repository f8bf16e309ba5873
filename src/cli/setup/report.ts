import { styleText } from "node:util";
import { count } from "../../base/text/words.ts";
import { shellWord } from "../../platform/own-command.ts";
import type { WorkerStart } from "../../base/config/config.ts";
import type { InstallationReport } from "../../doctor/installation.ts";
import type { ProjectPaths } from "../../install/paths.ts";
import type { Plan } from "../../install/plan.ts";
import type { Proof } from "../../install/proof.ts";
import type { Takeover } from "../../install/adopt/shell-system.ts";
import { findingLines } from "../text/doctor-text.ts";
import type { Io } from "../io.ts";
import { duration, printable } from "../text/render.ts";
import { relativeTime } from "../text/terminal.ts";

const COLOURS = new Map([
  ["+", "green"],
  ["-", "red"],
  ["@", "cyan"],
] as const);

/** A diff for a terminal, without control characters. */
export function renderDiff(diff: string, isColoured: boolean): string {
  if (diff === "") return "";
  const lines = diff
    .trimEnd()
    .split("\n")
    .map((line) => {
      const shown = line.replace(/\r$/, "").split("\t").map(printable).join("\t");
      const colour = COLOURS.get(line[0] as "+");
      return isColoured && colour !== undefined ? styleText(colour, shown) : shown;
    });
  return `\n${lines.join("\n")}\n\n`;
}

export function renderCheck(report: InstallationReport, io: Io): string {
  const { project, installed, lastCallAt, findings, isHealthy } = report;
  const lines = [
    `project     ${printable(project)}`,
    `installed   ${installed.length === 0 ? "nowhere" : installed.join(", ")}`,
    `last call   ${lastCallAt === null ? "none yet" : relativeTime(Date.parse(lastCallAt), Date.now())}`,
    ...findings.filter(({ level }) => level !== "ok").flatMap((finding) => findingLines(finding, io)),
  ];
  if (isHealthy) lines.push("health      ok");
  return `${lines.join("\n")}\n`;
}

interface Installed {
  readonly plan: Plan;
  /** For each agent; empty if the hook was not called. */
  readonly proofs: readonly Proof[];
  readonly isWorkerRunning: boolean;
  readonly workerStart: WorkerStart;
  readonly takeover: Takeover | null;
  readonly notes: readonly string[];
}

/** The report of a setup: the change, the hook's times, the next step for the user. */
export function renderInstalled(installed: Installed): string {
  const { plan, proofs, isWorkerRunning, workerStart, takeover, notes } = installed;
  const { targets } = plan;
  const { project } = targets[0]!.paths;
  const lines = [
    ...targets.map(({ paths, scope, isChange }) => {
      const whose = targets.length === 1 ? `the ${scope} settings` : `the ${scope} settings of ${paths.agent.title}`;
      // A change of only hive's own settings counts as well.
      const isWritten = targets.length === 1 ? plan.diff !== "" : isChange;
      return isWritten ? `Written: ${whose} now call hive.` : `Nothing to change: ${whose} call hive.`;
    }),
    ...proofLines(proofs),
    "",
  ];
  if (isWorkerRunning) lines.push("A worker is running here and applies what the hook saves.");
  else if (workerStart === "hook")
    lines.push("The first hook starts the worker, which ends by itself when nothing comes.");
  else {
    lines.push(
      "No worker is running here, and the hook is set to start none. It saves each call as a file, which a worker brings into SQLite:",
      "",
      `  cd ${shellWord(project)} && hive worker start`,
    );
  }
  if (takeover !== null) lines.push("", ...takeoverLines(takeover));
  lines.push(...notes.map((note) => `Note: ${note}.`));
  if (targets.some(({ scope }) => scope === "project")) {
    lines.push(
      "",
      "The project settings name no path of this machine. Everybody who shares them runs hive setup once; where hive is not installed they do nothing.",
    );
  }
  if (targets.every(({ paths }) => paths.agent.settings.afterInstall === null)) {
    lines.push("", "Running agents read the new settings by themselves.");
  }
  return `${lines.map(printable).join("\n")}\n`;
}

function proofLines(proofs: readonly Proof[]): string[] {
  if (proofs.length === 0) return ["Not proved: the hook was not called."];
  const hookMs = Math.max(...proofs.map((proof) => proof.hookMs));
  const rowMs = Math.max(...proofs.map((proof) => proof.rowMs));
  const how = proofs.length === 1 ? "Proved with a probe" : "Proved with a probe for each";
  return [
    `${how}: the agent waits ${duration(hookMs)} for the hook; its row was there after ${duration(rowMs)}, the start of a worker included, which the first hook after a pause takes care of.`,
  ];
}

function takeoverLines({ backup, waiting, isApplied, workerPid }: Takeover): string[] {
  const left = count(waiting, "entry", "entries");
  const fate = isApplied
    ? `took over ${left} that it had not applied`
    : `left ${left} in the queue: hive doctor says why, hive adopt takes over the database`;
  const lines = [`hive replaces the shell system, and ${fate}.`];
  lines.push(`Copies of the old queue and the old database: ${backup}`);
  if (workerPid !== null) lines.push(`Its worker still runs and would take entries away: kill ${workerPid}`);
  return lines;
}

export function renderRemoved({ root }: ProjectPaths, plans: readonly Plan[], skipped: readonly string[]): string {
  const lines = plans.flatMap(({ settings, diff, notes }) => [
    diff === "" ? `Nothing to remove: ${settings} does not call hive.` : `Removed: ${settings} no longer calls hive.`,
    ...notes.map((note) => `Note: ${note}.`),
  ]);
  lines.push(...skipped.map((note) => `Note: ${note}.`));
  if (plans.some(({ diff }) => diff !== "")) lines.push(`What was saved stays in ${root}.`);
  return `${lines.map(printable).join("\n")}\n`;
}
