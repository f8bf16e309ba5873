import { existsSync, readdirSync, rmSync } from "node:fs";
import { readRegular } from "../base/files/files.ts";
import { hashOf, isFileName } from "../base/ids.ts";
import { OF_SESSION } from "../capture/session/session-note.ts";
import { queuePaths } from "../queue/layout.ts";
import { isDirectory } from "../queue/make.ts";
import type { Forgotten, Holder, Places } from "./holders.ts";

const fileNameOf = (id: string): string => (isFileName(id) ? id : hashOf(id));

/**
 * The hook's notes: an instance's last checkpoint, the restored states, the state directory of a session's first event,
 * the session of a subagent.
 */
function find({ root, data }: Places, { sessionId, instanceIds }: Forgotten): string[] {
  const { instances } = queuePaths(root);
  const ids = [sessionId, ...instanceIds].map((id) => `${fileNameOf(id)}.json`);
  const told = Bun.hash(sessionId).toString(36);
  const isOf = (name: string): boolean => ids.includes(name) || name.split(/[-.]/).includes(told);
  const names = isDirectory(instances) ? readdirSync(instances) : [];
  const notes = names.filter(isOf).map((name) => `${instances}/${name}`);
  const inData = data === null ? null : `${data}/sessions`;
  return [...notes, ...(inData === null || !existsSync(inData) ? [] : placeNotes(inData, sessionId))];
}

/** The note on a session's place, and those on subagents that are the session's. */
function placeNotes(directory: string, sessionId: string): string[] {
  const own = fileNameOf(sessionId);
  const notes = readdirSync(directory, { withFileTypes: true }).filter((entry) => entry.isFile());
  const isOf = (path: string): boolean => readRegular(path) === `${OF_SESSION}${sessionId}`;
  return notes.flatMap(({ name }) => (name === own || isOf(`${directory}/${name}`) ? [`${directory}/${name}`] : []));
}

export const notesHolder: Holder = {
  name: "notes of the hook",
  find,
  forget(places, session) {
    for (const path of find(places, session)) rmSync(path, { force: true });
  },
};
