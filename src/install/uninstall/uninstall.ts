import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { projectDirectory } from "../../origin/config-files.ts";
import { userKey } from "../../origin/key.ts";
import { ownDirectory } from "../../origin/own-directory.ts";
import { measureDepth } from "../../queue/depth.ts";
import { queueDirectories, queuePaths } from "../../queue/layout.ts";
import { KIND, LAUNCHER } from "../../platform/installation.ts";
import { compiledHook } from "../hook/command.ts";
import { type ProjectPaths, type Scope } from "../paths.ts";
import { keptElsewhere, removeKept } from "./kept-elsewhere.ts";
import { oldServiceRemoval } from "./old-service.ts";
import { type Plan, planRemoval } from "../plan.ts";
import { Receipts } from "../edit/receipt.ts";
import { eraseProject } from "../../store/archive/erase.ts";
import { archivePath } from "../../store/archive/open.ts";
import { findWorkers } from "../../supervisor/find.ts";
import { removeStateFiles, stateFiles, type StateFiles } from "./state-files.ts";
import { stopWorkers } from "./stop-workers.ts";

/** The choice for the saved data. */
export type DataChoice = "keep" | "delete";

/** A planned uninstall; nothing has been done. */
export interface Uninstall {
  readonly root: string;
  /** The settings files that call hive, each with its change. */
  readonly settings: ReadonlyArray<{ readonly scope: Scope; readonly plan: Plan }>;
  /** The workers to end. */
  readonly workers: readonly string[];
  /** The number of unapplied entries. */
  readonly unapplied: number;
  readonly data: DataChoice;
  readonly files: StateFiles;
  /** The rest of hive on this machine, a sentence each. */
  readonly remains: readonly string[];
  /** Carries out the plan. @throws HIVE_UNHEALTHY if a worker does not end: by then no settings call hive */
  readonly make: () => Promise<void>;
}

/** The number of unapplied entries in a queue. */
function unappliedEntries(root: string): number {
  const queue = queuePaths(root);
  if (!queueDirectories(queue).every((path) => existsSync(path))) return 0;
  const { pending, processing } = measureDepth(queue, Date.now());
  return pending + processing;
}

/**
 * @param all the project's paths for each agent
 * @throws HIVE_INVALID_OPTION if a settings file cannot be read or written: then nothing is changed
 */
export function planUninstall(
  all: readonly [ProjectPaths, ...ProjectPaths[]],
  root: string,
  data: DataChoice,
): Uninstall {
  const [paths] = all;
  const queue = queuePaths(root);
  const files = all.flatMap((one) => one.agent.settings.scopes.map((scope) => [one, scope] as const));
  const settings = files.map(([paths, scope]) => {
    const plan = planRemoval(paths, scope);
    // A scope whose setup made its directory goes last: other scopes may have files in it.
    const madeDirectory =
      new Receipts(paths.receipts[scope], userKey(paths.root, paths.env)).read(plan.settings)?.hadDirectory === false;
    return { scope, plan, order: Number(madeDirectory) };
  });
  const changed = settings.filter(({ plan }) => plan.diff !== "");
  const isDeleting = data === "delete";
  const make = async (): Promise<void> => {
    // Remove the callers first: without a hook no worker is needed.
    for (const { plan } of settings.toSorted((a, b) => a.order - b.order)) plan.make();
    await stopWorkers(queue);
    // @mutant with its data a project's snapshots go
    if (isDeleting) removeKept(keptElsewhere(root, paths.env));
    removeStateFiles(root, stateFiles(root, isDeleting), isDeleting);
    const archive = archivePath(paths.env, root);
    // @mutant with its data a project's sessions leave the archive
    if (isDeleting && archive !== null) await eraseProject(archive, projectDirectory(root, paths.env));
  };
  const own = stateFiles(root, isDeleting);
  const snapshots = isDeleting ? keptElsewhere(root, paths.env).snapshots : null;
  return {
    root,
    settings: changed,
    workers: findWorkers(queue).map(({ id }) => id),
    unapplied: unappliedEntries(root),
    data,
    files: { ...own, remove: [...own.remove, ...(snapshots === null ? [] : [snapshots])] },
    remains: remains(paths, root, data),
    make,
  };
}

/** The advice for deleting hive's own files. */
function ownFiles(): string {
  const { command } = compiledHook();
  if (KIND === "package" || KIND === "copy") {
    return `the hook, in ${dirname(command)}: other projects may use it; delete the directory to be rid of it. The package hivekeep goes with the package manager that brought it (npm uninstall -g hivekeep)`;
  }
  const top = resolve(LAUNCHER, "../..");
  const hook = existsSync(command) ? `, with the compiled hook ${command}` : "";
  return `hive itself, in ${top}${hook}: other projects may use it; delete the directory to be rid of it (and, after bun link, run bun unlink there)`;
}

function remains(paths: ProjectPaths, root: string, data: DataChoice): string[] {
  const sentences = [ownFiles()];
  const own = [ownDirectory("data", paths.env, root), ownDirectory("config", paths.env, root)].filter(
    (path) => path !== null,
  );
  const left = own.filter((path) => existsSync(path));
  if (left.length > 0) sentences.push(`your key, settings and archive for all projects, in ${left.join(" and ")}`);
  const removal = oldServiceRemoval(paths);
  if (removal !== null) sentences.push(`a service of an earlier hive, which this removes: ${removal}`);
  if (data === "keep" && existsSync(root)) sentences.push(`the saved data, in ${root}`);
  const { foreign } = stateFiles(root, data === "delete");
  if (foreign.length > 0) sentences.push(`not hive's, so left alone: ${foreign.join(", ")}`);
  if (paths.root !== root) sentences.push(`the state directory of the project, ${paths.root}, was not looked at`);
  return sentences;
}
