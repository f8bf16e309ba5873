import { select } from "@clack/prompts";
import { type Command, Option } from "commander";
import { AGENTS } from "../../../agents/agents.ts";
import { HiveError } from "../../../base/errors.ts";
import { count } from "../../../base/text/words.ts";
import { findProjectPaths } from "../../../install/paths.ts";
import { type DataChoice, planUninstall, type Uninstall } from "../../../install/uninstall/uninstall.ts";
import { answerTo, asksQuestions, carryOut, type ChangeFlags } from "../../text/change.ts";
import type { Io } from "../../io.ts";
import { printable } from "../../text/render.ts";
import { findRoot } from "../../root.ts";
import { renderDiff } from "../../setup/report.ts";
import { fitted, width } from "../../text/terminal.ts";

interface Flags extends ChangeFlags {
  readonly root?: string;
  readonly keepData?: boolean;
  readonly deleteData?: boolean;
}

export function addUninstall(program: Command, io: Io): void {
  program
    .command("uninstall")
    .description("remove hive from all settings, end its worker, and keep or delete the saved data")
    .addOption(new Option("--keep-data", "keep the saved data").conflicts("deleteData"))
    .option("--delete-data", "delete the saved data, with entries that were not applied")
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

const FLAGS = "hive uninstall --yes --keep-data, or --delete-data";

async function uninstall(io: Io, flags: Flags, root: string): Promise<void> {
  const asks = asksQuestions(io, flags, FLAGS);
  const [first, ...others] = AGENTS.map((agent) => findProjectPaths(io.cwd, io.env, agent));
  const all = [first!, ...others] as const;
  const planFor = (data: DataChoice): Uninstall => planUninstall(all, root, data);
  const plan = await choosePlan(flags, asks, planFor);
  await carryOut(io, flags, {
    preview: renderPlan(plan, io, flags.dryRun !== true),
    question: asks ? "Do this?" : null,
    make: plan.make,
    render: () => renderDone(plan),
    toJson: (outcome) => toJson(plan, outcome !== null),
  });
}

/** Asks what to do with the data, but only if nothing else prevents the removal. */
async function choosePlan(flags: Flags, asks: boolean, planFor: (data: DataChoice) => Uninstall): Promise<Uninstall> {
  if (flags.deleteData === true) return planFor("delete");
  const keeping = planFor("keep");
  if (flags.keepData === true) return keeping;
  if (!asks) throw new HiveError("HIVE_INVALID_OPTION", "pass --keep-data or --delete-data", { hint: FLAGS });
  // Unapplied entries are deleted only with --delete-data.
  if (keeping.unapplied > 0) return keeping;
  const answer = await answerTo(
    select<DataChoice>({
      message: `What to do with the data saved in ${printable(keeping.root)}?`,
      initialValue: "keep",
      options: [
        { value: "keep", label: "keep it" },
        { value: "delete", label: "delete it" },
      ],
    }),
  );
  return answer === "keep" ? keeping : planFor("delete");
}

/** @param isColoured colours the diffs, on a terminal */
function renderPlan(plan: Uninstall, io: Io, isColoured: boolean): string {
  const { settings, workers, files, data, unapplied, root } = plan;
  const lines: string[] = [];
  if (settings.length === 0) lines.push("No settings file calls hive.");
  for (const id of workers) lines.push(`End worker ${id}`);
  for (const path of files.remove) lines.push(`Remove ${path}`);
  if (unapplied > 0) {
    const fate = data === "delete" ? "deleted too" : "kept, and applied when hive is back (--delete-data deletes)";
    lines.push(`Not applied in ${root}: ${count(unapplied, "entry", "entries")}, ${fate}`);
  }
  const diffs = settings.map(({ plan: { diff } }) => renderDiff(diff, io.isTTY && isColoured)).join("");
  return `${diffs}${lines.map((line) => `${fitted(printable(line), width(io))}\n`).join("")}`;
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
