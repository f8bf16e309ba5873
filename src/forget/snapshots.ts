import { existsSync } from "node:fs";
import { join } from "node:path";
import { forgetSession, namesOf, sessionsIn } from "../snapshots/keep/forget.ts";
import { projectId } from "../snapshots/worktree.ts";
import { exportedPaths, exportHead } from "./exports.ts";
import type { Forgotten, Holder, Places } from "./holders.ts";

const directoryOf = ({ root, data }: Places): string | null => {
  const directory = data === null ? null : join(data, "snapshots", projectId(root));
  return directory !== null && existsSync(directory) ? directory : null;
};

/** The sessions that snapshots of the project name. */
export function sessionsInSnapshots(places: Places): string[] {
  const directory = directoryOf(places);
  return directory === null ? [] : sessionsIn(directory);
}

function find(places: Places, { sessionId }: Forgotten): readonly string[] {
  const directory = directoryOf(places);
  return directory === null ? [] : namesOf(directory, sessionId);
}

/** Snapshots of the files taken for the session, and contents that no other session needs. */
export const snapshotsHolder: Holder = {
  name: "snapshots",
  find,
  forget(places, { sessionId }) {
    const directory = directoryOf(places);
    if (directory === null) return;
    const exports = { paths: exportedPaths(places.root, sessionId), head: exportHead(sessionId) };
    forgetSession(directory, sessionId, { exports });
  },
};
