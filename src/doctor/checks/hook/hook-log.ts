import { count, span } from "../../../base/text/words.ts";
import { shellWord } from "../../../platform/own-command.ts";
import { quoted } from "../../../recall/report/quoted.ts";
import { type CheckResult, type HealthCheck, ok, warning } from "../../check.ts";
import type { HookLogLine } from "../../hook-log.ts";

/** A cloned repository may bring the log, so its text is quoted. */
const MESSAGE_CHARS = 200;

/** A hook prints nothing: it reports its failures only in its log. */
export const hookLogCheck: HealthCheck = {
  code: "hook-log",
  groups: ["fast"],
  needs: "nothing",
  run: (view) => {
    const { failures, isEmpty } = view.hookLog();
    if (failures.length > 0)
      return told(failures, `${count(failures.length, "failure")} of the hook in the last 24 h`, view.nowMs);
    return ok(isEmpty ? "no failure of the hook" : "no failure of the hook in the last 24 h");
  },
};

/** Unreadable payloads, as from a cut pipe: nothing of them is saved. */
export const payloadsCheck: HealthCheck = {
  code: "payloads",
  groups: ["fast"],
  needs: "nothing",
  run: (view) => {
    const { unreadable } = view.hookLog();
    if (unreadable.length > 0) {
      return told(
        unreadable,
        `${count(unreadable.length, "payload")} could not be read in the last 24 h, and nothing of them is saved`,
        view.nowMs,
      );
    }
    const duplicates = view.isQueueMade ? (view.lastHeartbeat()?.duplicates ?? 0) : 0;
    if (duplicates === 0) return ok("all could be read");
    return ok(
      `all could be read; ${count(duplicates, "entry", "entries")} came twice and ${duplicates === 1 ? "counts" : "count"} once`,
    );
  },
};

function told(lines: readonly HookLogLine[], what: string, nowMs: number): CheckResult {
  const last = lines.at(-1)!;
  const age = span(Math.max(0, nowMs - last.atMs));
  const paths = [...new Set(lines.map(({ path }) => shellWord(path)))].join(" ");
  const found = `${what}, the last ${age} ago: ${quoted(last.message, MESSAGE_CHARS)}`;
  return warning(found, { run: `cat ${paths}`, advice: "then delete the lines that you have read" });
}
