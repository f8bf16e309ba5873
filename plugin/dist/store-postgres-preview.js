// @bun
import {
  KIND_NAMES
} from "./model-merge.js";
import"./origin-own-file.js";
import"./origin-own-directory.js";
import"./base-files-files.js";
import"./store-sqlite-open-database.js";
import {
  fleetProject
} from "./store-postgres-project-id.js";
import {
  sharedOf
} from "./store-postgres-share.js";
import {
  clean
} from "./store-postgres-rows-text.js";
import"./git-git-view.js";
import {
  openSaved
} from "./store-sqlite-read-reader.js";
import"./platform-programs.js";
import {
  VERSION
} from "./base-version.js";
import {
  UNTRUSTED
} from "./store-sqlite-settled.js";
import"./store-sqlite-open-location.js";
import"./origin-key.js";
import {
  objectIn2
} from "./base-json.js";
import"./git-git-tree.js";

// src/store/postgres/preview.ts
import { hostname } from "os";
var BUSY_TIMEOUT_MS = 2000, SQL = `SELECT session_id, kind, key, agent_id, at_ms, data FROM hive_state AS s
  WHERE kind <> ?1 AND NOT EXISTS (SELECT 1 FROM hive_state WHERE session_id = s.session_id AND kind = ?1)
  ORDER BY at_ms DESC LIMIT ?2`;
async function previewOf(root, share, limit) {
  let db = await openSaved(root, BUSY_TIMEOUT_MS);
  if (db === null)
    return [];
  try {
    let bySession = /* @__PURE__ */ new Map;
    for (let row of db.query(SQL).all(UNTRUSTED, limit)) {
      let facts = bySession.get(row.session_id) ?? [];
      bySession.set(row.session_id, [...facts, ...factOf(row)]);
    }
    return [...bySession].map(([sessionId, facts]) => ({ sessionId, facts: clean(sharedOf({ sessionId, instanceId: sessionId, atMs: 0, event: "", agent: "", facts }, share)).facts }));
  } finally {
    db.close();
  }
}
function factOf({ kind, key, agent_id: agentId, at_ms: atMs, data }) {
  if (!KIND_NAMES.includes(kind))
    return [];
  let owner = agentId === "" ? {} : { agentId };
  return [{ kind, key, atMs, data: objectIn2(data) ?? {}, ...owner }];
}
async function placeOf(project) {
  let { id, name, root } = await fleetProject({ machine: "", project }), remote = id.startsWith("local:") || id.startsWith("root:") ? null : id;
  return { machine: hostname(), hiveVersion: VERSION, project: name, remote, firstCommit: root };
}
export {
  placeOf,
  previewOf
};
