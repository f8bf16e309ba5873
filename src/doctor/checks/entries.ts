import { lstatSync, readdirSync } from "node:fs";
import { count, size, span } from "../../base/text/words.ts";
import { type HealthCheck, ok, problem, warning } from "../check.ts";

/** An entry that waits this long while a worker lives is stuck. */
const STUCK_MS = 60_000;
const NEAR_LIMIT_SHARE = 0.8;
const SAMPLED_FILES = 1000;
const SHOWN = 10;

export const backlogCheck: HealthCheck = {
  code: "backlog",
  groups: ["fast"],
  needs: "queue",
  run: (view) => {
    const { paths, config } = view;
    const { maxPending, maxPendingBytes } = config;
    const { pending, processing, oldestAgeMs } = view.depth();
    const isWorkerThere = view.workers().length > 0;
    const bytes = estimateBytes(paths.pending, pending);
    const oldest = oldestAgeMs === null ? "" : `, the oldest for ${span(oldestAgeMs)}`;
    const found = `${pending} pending (about ${size(bytes)}), ${processing} claimed${oldest}`;
    const share = Math.max(pending / maxPending, bytes / maxPendingBytes);
    const run = isWorkerThere ? "hive worker logs" : "hive worker start";
    if (share >= 1) {
      return problem(`${found}: the queue is full (maxPending ${maxPending}, maxPendingBytes ${maxPendingBytes})`, {
        run,
      });
    }
    if ((oldestAgeMs ?? 0) > STUCK_MS && isWorkerThere) {
      return problem(`${found}, although a worker runs`, { run });
    }
    if (share >= NEAR_LIMIT_SHARE)
      return warning(`${found}: ${Math.round(share * 100)} % of what it may hold`, { run });
    return ok(found);
  },
};

function estimateBytes(directory: string, entries: number): number {
  if (entries === 0) return 0;
  const sample = readdirSync(directory).slice(0, SAMPLED_FILES);
  if (sample.length === 0) return 0;
  const bytes = sample.map((name) => lstatSync(`${directory}/${name}`, { throwIfNoEntry: false })?.size ?? 0);
  return (bytes.reduce((sum, value) => sum + value, 0) / sample.length) * entries;
}

export const deadLettersCheck: HealthCheck = {
  code: "dead-letters",
  groups: ["fast"],
  needs: "queue",
  run: (view) => {
    const { failed } = view.depth();
    if (failed === 0) return ok("none");
    const days = view.config.deadLetterRetentionDays;
    return problem(`${count(failed, "entry was", "entries were")} given up; kept for ${days} days`, {
      run: "hive failed list",
      advice: "then hive failed retry, or hive failed drop",
    });
  },
};

export const accountCheck: HealthCheck = {
  code: "account",
  groups: ["fast"],
  needs: "queue",
  run: async (view) => {
    const { account } = await view.store();
    // The database check gives the reason.
    if (account === null) return warning("the enqueued entries cannot be compared with the store");
    const { enqueued, applied, pending, failed, missing } = account;
    const sum = `enqueued ${enqueued} = applied ${applied} + pending ${pending} + failed ${failed} + missing ${missing.length}`;
    if (missing.length === 0) return ok(`${sum}, in the last 24 h`);
    const rest = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : "";
    return problem(`${sum}: lost, or deleted by hand: ${missing.slice(0, SHOWN).join(", ")}${rest}`, {
      run: "hive worker logs --lines 1000",
      advice: "look at the time of the loss; the account drops them after a day",
    });
  },
};
