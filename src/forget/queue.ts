import { queuePaths } from "../queue/layout.ts";
import { removeSessionFiles, sessionFiles } from "../queue/session-files.ts";
import type { Holder, Forgotten, Places } from "./holders.ts";

const find = ({ root }: Places, { sessionId }: Forgotten): readonly string[] =>
  sessionFiles(queuePaths(root), sessionId).files;

/** Entries that wait, are claimed or were given up, the files kept beside them, and drafts of them. */
export const queueHolder: Holder = {
  name: "files in the queue",
  find,
  forget: (places, session) => removeSessionFiles(queuePaths(places.root), find(places, session)),
};
