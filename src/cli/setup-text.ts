import { styleText } from "node:util";
import { count } from "../base/words.ts";
import { shellWord } from "../platform/own-command.ts";
import type { WorkerStart } from "../base/config.ts";
import type { Check } from "../install/check.ts";
import type { Place, Scope } from "../install/place.ts";
import type { Plan } from "../install/plan.ts";
import type { Proof } from "../install/proof.ts";
import { duration, printable, remedyLines } from "./render.ts";

const COLOURS = new Map([
  ["+", "green"],
  ["-", "red"],
  ["@", "cyan"],
] as const);

/** A diff for a terminal, whose content cannot steer it. */
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

export function renderCheck({ project, installed, problems, run, remedy, isHealthy }: Check): string {
  const lines = [
    `project     ${printable(project)}`,
    `installed   ${installed.length === 0 ? "nowhere" : installed.join(", ")}`,
    ...problems.map((problem) => `PROBLEM     ${printable(problem)}`),
    ...remedyLines({ run, remedy }, 12),
  ];
  if (isHealthy) lines.push("health      ok");
  return `${lines.join("\n")}\n`;
}

/** What became of the queue of the shell system whose place hive took. */
export interface Takeover {
  /** Where the copies of what was there are. */
  readonly backup: string;
  readonly waiting: number;
  readonly isApplied: boolean;
  /** Its worker, where one still runs. */
  readonly workerPid: number | null;
}

interface Done {
  readonly place: Place;
  readonly scope: Scope;
  readonly isChange: boolean;
  readonly proof: Proof;
  readonly isWorkerRunning: boolean;
  readonly workerStart: WorkerStart;
  readonly takeover: Takeover | null;
  readonly notes: readonly string[];
}

/** What was done, what it takes, and what is still the user's to do. */
export function renderDone({
  place,
  scope,
  isChange,
  proof,
  isWorkerRunning,
  workerStart,
  takeover,
  notes,
}: Done): string {
  const { hookMs, rowMs } = proof;
  const worker = `cd ${shellWord(place.project)} && hive worker start`;
  const lines = [
    isChange ? `Written: the ${scope} settings now call hive.` : `Nothing to change: the ${scope} settings call hive.`,
    `Proved with a probe: the agent waits ${duration(hookMs)} for the hook; its row was there after ${duration(rowMs)},`,
    "the start of a worker included, which the first hook after a pause takes care of.",
    "",
  ];
  if (isWorkerRunning) lines.push("A worker is running here and applies what the hook saves.");
  else if (workerStart === "hook")
    lines.push("The first hook starts the worker, which ends by itself when nothing comes.");
  else {
    lines.push(
      "No worker is running here, and the hook is set to start none. It saves each call as a file, which a worker brings",
      "into SQLite:",
      "",
      `  ${worker}`,
    );
  }
  if (takeover !== null) lines.push("", ...takeoverLines(takeover));
  lines.push(...notes.map((note) => `Note: ${note}.`));
  if (scope === "project") {
    lines.push(
      "",
      "The project settings now name a path of this machine: whoever shares them needs hive at the same one.",
    );
  }
  lines.push("", "Running agents read the new settings by themselves.");
  return `${lines.map(printable).join("\n")}\n`;
}

function takeoverLines({ backup, waiting, isApplied, workerPid }: Takeover): string[] {
  const left = count(waiting, "entry", "entries");
  const fate = isApplied
    ? `took over ${left} that it had not applied`
    : `left ${left} in the queue: hive doctor says why, hive adopt takes over the database`;
  const lines = [`hive takes the place of the shell system, and ${fate}.`];
  lines.push(`Copies of what was in the queue and of the database as it was: ${backup}`);
  if (workerPid !== null) lines.push(`Its worker still runs and would take entries away: kill ${workerPid}`);
  return lines;
}

export function renderRemoved({ root }: Place, { settings, diff, notes }: Plan): string {
  const lines = [
    diff === "" ? `Nothing to remove: ${settings} does not call hive.` : `Removed: ${settings} no longer calls hive.`,
    ...notes.map((note) => `Note: ${note}.`),
  ];
  if (diff !== "") lines.push(`What was saved stays in ${root}.`);
  return `${lines.map(printable).join("\n")}\n`;
}
