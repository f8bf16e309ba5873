/** Finds work in a project that agents' own transcripts show, and that no hook call reported. */
import { statSync } from "node:fs";
import { homeOf } from "../origin/own-directory.ts";
import type { ProjectView } from "./project-view.ts";

/** The latest sign of it. */
export interface UnheardWork {
  /** The agent's name for people. */
  readonly title: string;
  readonly atMs: number;
}

/** An agent may write for so long without a call of hive's: it thinks, or a command runs. */
const QUIET_MS = 600_000;
/** Transcripts whose project is looked up, the latest first. */
const MAX_READ = 50;

/**
 * Finds an agent that worked in the project after hive was set up for it, and long after its last call.
 * @param lastMs when hive was last called; null if never
 */
export async function unheardWork(view: ProjectView, lastMs: number | null): Promise<UnheardWork | null> {
  if (lastMs !== null && view.nowMs - lastMs < QUIET_MS) return null;
  // No agent was set up, so there is no need to load what finds transcripts.
  if (view.installedHooks().length === 0) return null;
  const { directoryOf } = await import("../worker/enrich/import.ts");
  const { TRANSCRIPT_PLACES, transcriptsOf } = await import("../worker/enrich/transcript-places.ts");
  const home = homeOf(view.env, view.root);
  const found = TRANSCRIPT_PLACES.flatMap((place) => {
    const setUpMs = setUpAtMs(view, place.agent);
    if (setUpMs === null) return [];
    // @mutant work from before the setup, or around the last call, is no reason to warn
    const sinceMs = Math.max(setUpMs, lastMs ?? 0) + QUIET_MS;
    return transcriptsOf(place, home)
      .files.filter(({ changedMs }) => changedMs > sinceMs)
      .map(({ path, changedMs }) => ({ place, path, changedMs }));
  });
  const latest = found.toSorted((a, b) => b.changedMs - a.changedMs).slice(0, MAX_READ);
  const ours = latest.find(({ place, path }) => isIn(view.project!.project, directoryOf(place, path)));
  return ours === undefined ? null : { title: ours.place.title, atMs: ours.changedMs };
}

/** When the settings that have an agent call hive were last written; null where none have. */
function setUpAtMs(view: ProjectView, agent: string): number | null {
  const paths = view.installedHooks().flatMap(({ agent: { name }, path }) => (name === agent ? path : []));
  if (paths.length === 0) return null;
  return Math.max(
    ...paths.map((path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Number.POSITIVE_INFINITY),
  );
}

const isIn = (project: string, directory: string | undefined): boolean =>
  directory === project || directory?.startsWith(`${project}/`) === true;
