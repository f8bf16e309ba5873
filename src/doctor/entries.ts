import { lstatSync, readdirSync } from "node:fs";
import { errorCode, errorMessage } from "../base/errors.ts";
import { measureDepth } from "../queue/depth.ts";
import type { Account } from "../worker/account.ts";
import { readStatus } from "../worker/status.ts";
import { type Check, ok, problem, type Subject, warning } from "./finding.ts";
import { count, size, span } from "../base/words.ts";

/** An entry that waits so long while a worker lives is stuck. */
const STUCK_MS = 60_000;
const NEAR_LIMIT_SHARE = 0.8;
const SAMPLED_FILES = 1000;
const SHOWN = 10;

export const backlogCheck: Check = {
  name: "backlog",
  needsQueue: true,
  run: ({ paths, nowMs, workers, config: { maxPending, maxPendingBytes } }) => {
    const { pending, processing, oldestAgeMs } = measureDepth(paths, nowMs);
    const bytes = estimateBytes(paths.pending, pending);
    const oldest = oldestAgeMs === null ? "" : `, the oldest for ${span(oldestAgeMs)}`;
    const found = `${pending} pending (about ${size(bytes)}), ${processing} claimed${oldest}`;
    const share = Math.max(pending / maxPending, bytes / maxPendingBytes);
    const run = workers.some(({ isAlive }) => isAlive) ? "hive worker logs" : "hive worker start";
    if (share >= 1) {
      return problem(`${found}: the queue is full (maxPending ${maxPending}, maxPendingBytes ${maxPendingBytes})`, {
        run,
      });
    }
    if ((oldestAgeMs ?? 0) > STUCK_MS && workers.some(({ isAlive }) => isAlive)) {
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

export const deadLettersCheck: Check = {
  name: "dead letters",
  needsQueue: true,
  run: ({ paths, nowMs, config: { deadLetterRetentionDays } }) => {
    const { failed } = measureDepth(paths, nowMs);
    if (failed === 0) return ok("none");
    return problem(`${count(failed, "entry was", "entries were")} given up; kept for ${deadLetterRetentionDays} days`, {
      run: "hive failed list",
      remedy: "then hive failed retry, or hive failed drop",
    });
  },
};

export const accountCheck: Check = {
  name: "account",
  needsQueue: true,
  run: async (subject) => {
    const account = await readAccount(subject);
    if (typeof account === "string") {
      return warning(`what was captured cannot be compared with the store: ${account}`, {
        remedy: "see the line on database",
      });
    }
    const { captured, applied, pending, failed, missing } = account;
    const sum = `captured ${captured} = applied ${applied} + pending ${pending} + failed ${failed} + missing ${missing.length}`;
    if (missing.length === 0) return ok(`${sum}, in the last 24 h`);
    const rest = missing.length > SHOWN ? ` and ${missing.length - SHOWN} more` : "";
    return problem(`${sum}: lost, or deleted by hand: ${missing.slice(0, SHOWN).join(", ")}${rest}`, {
      run: "hive worker logs --lines 1000",
      remedy: "look at that time; they leave the account after a day",
    });
  },
};

async function readAccount({ paths, nowMs, config, storeHealth }: Subject): Promise<Account | string> {
  // A database that cannot be trusted is not opened for more than that: its log may be all that is left of it.
  const health = storeHealth();
  if (health.kind === "malformed" || health.kind === "unreadable") return health.reason;
  try {
    return (await readStatus(paths.root, nowMs, config)).account ?? "it cannot be read";
  } catch (error) {
    if (!["HIVE_STORE_UNAVAILABLE", "HIVE_MIGRATION"].includes(errorCode(error) ?? "") && !isSqlite(error)) throw error;
    return errorMessage(error);
  }
}

const isSqlite = (error: unknown): boolean => errorCode(error)?.startsWith("SQLITE_") === true;
