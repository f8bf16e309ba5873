import { cancel, confirm, isCancel, select } from "@clack/prompts";
import type { Command } from "commander";
import {
  assertDeletable,
  type DataChoice,
  planUninstall,
  type Uninstall,
  unappliedEntries,
} from "../install/uninstall.ts";
import { count } from "../base/words.ts";
import { HiveError } from "../base/errors.ts";
import { findPlace } from "../install/place.ts";
import type { Io } from "./io.ts";
import { json, printable } from "./render.ts";
import { findRoot } from "./root.ts";
import { renderDiff } from "./setup-text.ts";

interface Flags {
  readonly root?: string;
  readonly keepData?: boolean;
  readonly deleteData?: boolean;
  readonly yes?: boolean;
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

export function addUninstall(program: Command, io: Io): void {
  program
    .command("uninstall")
    .description("take hive out of all settings, end its worker, and leave nothing but, if asked, the data")
    .option("--root <dir>", "the .hive-mind directory")
    .option("--keep-data", "keep what was saved")
    .option("--delete-data", "delete what was saved, entries that were not applied included")
    .option("--yes", "do not ask")
    .option("--dry-run", "show what would be done, and do nothing")
    .option("--json", "as JSON")
    .addHelpText(
      "after",
      `
Examples:
  hive uninstall                        ask, show the change, make it
  hive uninstall --dry-run --keep-data
  hive uninstall --yes --delete-data`,
    )
    .action(async (flags: Flags, command: Command) => {
      await uninstall(io, flags, findRoot(io, command.optsWithGlobals<Flags>().root));
    });
}

async function uninstall(io: Io, flags: Flags, root: string): Promise<void> {
  const data = await chooseData(io, flags, root);
  const plan = planUninstall(findPlace(io.cwd, io.env), root, data);
  const asks = isAsking(io, flags);
  if (flags.json !== true) io.out(renderPlan(plan, io.isTTY && flags.dryRun !== true));
  if (flags.dryRun !== true) {
    if (asks) await askToGoOn();
    await plan.make();
  }
  if (flags.json === true) io.out(json(toJson(plan, flags.dryRun !== true)));
  else if (flags.dryRun !== true) io.out(renderDone(plan));
}

const USAGE = "hive uninstall --yes --keep-data, or --delete-data";

/** Whether somebody is there to be asked. @throws HIVE_INVALID_OPTION when nobody is and flags are missing */
function isAsking(io: Io, flags: Flags): boolean {
  if (flags.yes === true || flags.dryRun === true) return false;
  if (io.isTTY && !io.env["CI"] && flags.json !== true) return true;
  throw new HiveError("HIVE_INVALID_OPTION", "there is nobody here to ask: uninstall needs --yes", { hint: USAGE });
}

async function chooseData(io: Io, flags: Flags, root: string): Promise<DataChoice> {
  if (flags.keepData === true && flags.deleteData === true) {
    throw new HiveError("HIVE_INVALID_OPTION", "--keep-data and --delete-data exclude each other");
  }
  if (flags.keepData === true) return "keep";
  if (flags.deleteData === true) return "delete";
  if (!isAsking(io, flags)) {
    throw new HiveError("HIVE_INVALID_OPTION", "what is to become of the data?", { hint: USAGE });
  }
  const answer = await select<DataChoice>({
    message: `What is to become of what was saved in ${printable(root)}?`,
    initialValue: "keep",
    options: [
      { value: "keep", label: "keep it" },
      { value: "delete", label: "delete it" },
    ],
  });
  if (isCancel(answer)) throw cancelled();
  if (answer === "delete") assertDeletable(unappliedEntries(root), false);
  return answer;
}

async function askToGoOn(): Promise<void> {
  const answer = await confirm({ message: "Do this?", initialValue: false });
  if (answer !== true) throw cancelled();
}

function cancelled(): HiveError {
  cancel("Nothing was changed.");
  return new HiveError("HIVE_CANCELLED", "cancelled");
}

function renderPlan(plan: Uninstall, isColoured: boolean): string {
  const { settings, workers, files, data, unapplied, root } = plan;
  const lines: string[] = [];
  if (settings.length === 0) lines.push("No settings file calls hive.");
  for (const id of workers) lines.push(`End worker ${id}`);
  for (const path of files.remove) lines.push(`Remove ${path}`);
  if (unapplied > 0) {
    const fate = data === "delete" ? "deleted too" : "kept, and applied when hive is back";
    lines.push(`Not applied in ${root}: ${count(unapplied, "entry", "entries")}, ${fate}`);
  }
  const diffs = settings.map(({ plan: { diff } }) => renderDiff(diff, isColoured)).join("");
  return `${diffs}${lines.map((line) => `${printable(line)}\n`).join("")}`;
}

function renderDone({ settings, workers, files, remains }: Uninstall): string {
  const notes = settings.flatMap(({ plan }) => plan.notes.map((note) => `Note: ${note}.`));
  const isNothing = settings.length + workers.length + files.remove.length === 0;
  const lines = [isNothing ? "There was nothing to remove." : "hive is uninstalled here.", ...notes, "What remains:"];
  return `${[...lines, ...remains.map((sentence) => `  ${sentence}`)].map(printable).join("\n")}\n`;
}

const toJson = (plan: Uninstall, isDone: boolean): Readonly<Record<string, unknown>> => ({
  version: 1,
  isDone,
  root: plan.root,
  data: plan.data,
  settings: plan.settings.map(({ scope, plan: { settings, diff, notes } }) => ({ scope, settings, diff, notes })),
  workers: plan.workers,
  unapplied: plan.unapplied,
  removed: plan.files.remove,
  remains: plan.remains,
});
