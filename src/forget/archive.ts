import { userKey } from "../origin/key.ts";
import { archiveIn } from "../store/archive/open.ts";
import { forgetSession, hasSession } from "../store/archive/erase.ts";
import type { Holder } from "./holders.ts";

/** The sessions of the archive, which all projects share: those of the same id, whatever their project. */
export const archiveHolder: Holder = {
  name: "sessions in the archive",
  find: ({ data }, { sessionId }) => (data !== null && hasSession(archiveIn(data), sessionId) ? [archiveIn(data)] : []),
  forget({ root, data, env }, { sessionId, nowMs }) {
    if (data !== null) forgetSession(archiveIn(data), sessionId, userKey(root, env), nowMs);
  },
};
