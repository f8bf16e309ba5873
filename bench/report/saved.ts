/** `hive bench report`: runs that were saved with `--json`, shown again; several of them as a history. */
import type { Io } from "../command/io.ts";
import { readResult } from "../figures/read-result.ts";
import { resultFile } from "../figures/result-file.ts";
import { renderAgreement } from "./compare.ts";
import { environmentText } from "./format.ts";
import { renderHistory } from "./history.ts";
import { renderModesTable } from "./modes-table.ts";
import { renderHtml } from "./page/page.ts";
import { isJudged } from "./select.ts";
import { renderScenario } from "./table.ts";

/**
 * Shows one run as it was shown when it was taken, or the history of several by the time at which they began, and of two
 * whether they agree.
 * @param html the page's file @default none
 * @throws HIVE_INVALID_OPTION for a file that holds no run
 */
export function reportSaved(files: readonly string[], html: string | undefined, io: Io): void {
  const runs = files
    .map((file) => readResult(file))
    .toSorted((a, b) => a.environment.startedAt.localeCompare(b.environment.startedAt));
  const write = resultFile("--html", html);
  const newest = runs.at(-1)!;
  io.out(`${environmentText(newest.environment)}\n\n`);
  if (runs.length > 1) {
    io.out(`${renderHistory(runs)}\n`);
    if (runs.length === 2) io.out(renderAgreement(runs[0]!, newest));
  } else {
    for (const scenario of newest.scenarios) io.out(`${renderScenario(scenario, isJudged(newest))}\n`);
    io.out(renderModesTable(newest));
  }
  write?.(renderHtml(newest, runs.slice(0, -1)));
}
