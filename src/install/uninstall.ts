import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { HiveError } from "../base/errors.ts";
import { userKey } from "../origin/key.ts";
import { ownDirectory } from "../origin/own-directory.ts";
import { measureDepth } from "../queue/depth.ts";
import { queueDirectories, queuePaths } from "../queue/layout.ts";
import { compiledHook } from "./hook-command.ts";
import { type Place, type Scope, SCOPES } from "./place.ts";
import { type Plan, planRemoval } from "./plan.ts";
import { Receipts } from "./receipt.ts";
import { findWorkers } from "../supervisor/find.ts";
import { count } from "../base/words.ts";
import { removeStateFiles, stateFiles, type StateFiles } from "./state-files.ts";
import { stopWorkers } from "./stop-workers.ts";

/** What happens to what was saved. */
export type DataChoice = "keep" | "delete";

/** What uninstalling will do; nothing has been done. */
export interface Uninstall {
  readonly root: string;
  /** The settings files that call hive, each with its change. */
  readonly settings: ReadonlyArray<{ readonly scope: Scope; readonly plan: Plan }>;
  /** Workers that will be ended. */
  readonly workers: readonly string[];
  /** Entries that have not been applied. */
  readonly unapplied: number;
  readonly data: DataChoice;
  readonly files: StateFiles;
  /** What is left of hive on this machine, a sentence each. */
  readonly remains: readonly string[];
  /** Does it. @throws HIVE_UNHEALTHY when a worker does not end: the settings are free of hive by then */
  readonly make: () => Promise<void>;
}

/** How many entries of a queue have not been applied. */
export function unappliedEntries(root: string): number {
  const paths = queuePaths(root);
  if (!queueDirectories(paths).every((path) => existsSync(path))) return 0;
  const { pending, processing } = measureDepth(paths, Date.now());
  return pending + processing;
}

/**
 * @throws HIVE_INVALID_OPTION when a settings file cannot be read or written: nothing is done then
 */
export function planUninstall(place: Place, root: string, data: DataChoice): Uninstall {
  const paths = queuePaths(root);
  const settings = SCOPES.map((scope) => {
    const plan = planRemoval(place, scope);
    // Whichever made its directory goes last: the files of the others may be in it.
    const madeDirectory =
      new Receipts(place.receipts[scope], userKey(place.root, place.env)).read(plan.settings)?.hadDirectory === false;
    return { scope, plan, order: Number(madeDirectory) };
  });
  const changed = settings.filter(({ plan }) => plan.diff !== "");
  const isDeleting = data === "delete";
  const make = async (): Promise<void> => {
    // First the callers: what no hook calls any more needs no worker.
    for (const { plan } of settings.toSorted((a, b) => a.order - b.order)) plan.make();
    await stopWorkers(paths);
    removeStateFiles(root, stateFiles(root, isDeleting), isDeleting);
  };
  return {
    root,
    settings: changed,
    workers: findWorkers(paths).map(({ id }) => id),
    unapplied: unappliedEntries(root),
    data,
    files: stateFiles(root, isDeleting),
    remains: remains(place, root, data),
    make,
  };
}

function remains(place: Place, root: string, data: DataChoice): string[] {
  const { command } = compiledHook();
  const top = resolve(import.meta.dir, "../..");
  const sentences = [
    `hive itself, in ${top}${existsSync(command) ? `, with the compiled hook ${command}` : ""}: other projects may use it; delete the directory to be rid of it (and, after bun link, run bun unlink there)`,
  ];
  const own = [ownDirectory("data", place.env, root), ownDirectory("config", place.env, root)].filter(
    (path) => path !== null,
  );
  const left = own.filter((path) => existsSync(path));
  if (left.length > 0) sentences.push(`your key and settings for all projects, in ${left.join(" and ")}`);
  if (data === "keep" && existsSync(root)) sentences.push(`what was saved, in ${root}`);
  const { foreign } = stateFiles(root, data === "delete");
  if (foreign.length > 0) sentences.push(`not hive's, so left alone: ${foreign.join(", ")}`);
  if (place.root !== root) sentences.push(`the state directory of the project, ${place.root}, was not looked at`);
  return sentences;
}

/** @throws HIVE_INVALID_OPTION unless nothing is unapplied, or deleting was asked for by name */
export function assertDeletable(unapplied: number, isExplicit: boolean): void {
  if (unapplied === 0 || isExplicit) return;
  throw new HiveError(
    "HIVE_INVALID_OPTION",
    `${count(unapplied, "entry has", "entries have")} not been applied: nothing was changed`,
    {
      hint: "apply them with: hive worker --once; or delete them too with: hive uninstall --delete-data",
    },
  );
}
