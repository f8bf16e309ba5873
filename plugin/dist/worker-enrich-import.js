// @bun
import {
  clip
} from "./redact-redact.js";
import {
  isPaused
} from "./base-config-sources.js";
import {
  readSoFar,
  exclusionOf,
  followWhole
} from "./worker-enrich-transcript.js";
import {
  isForgotten
} from "./store-archive-erase.js";
import {
  MAX_DOCUMENT_BYTES,
  isDocument,
  readStart
} from "./worker-enrich-transcript-file.js";
import {
  MAX_CHARS
} from "./agents-claude-code-payload.js";
import {
  objectIn2,
  textOf2
} from "./base-json.js";
import {
  errorCode
} from "./base-errors.js";

// src/worker/enrich/import.ts
import { createHash } from "crypto";
import { statSync } from "fs";
var EXCLUDED = { outcome: "excluded", malformed: 0 }, NONE = { outcome: "none", malformed: 0 }, HOMELESS = { outcome: "homeless", malformed: 0 };
function importTranscript2(db, place, path, options) {
  let about = aboutOf(place, path);
  if (about?.sessionId === void 0 || about.sessionId.length > 256)
    return NONE;
  let { sessionId, cwd = directoryWithHash(db, about.cwdHash), startedMs, atMs } = about;
  if (cwd === void 0)
    return about.cwdHash === void 0 ? NONE : HOMELESS;
  let { project, root, config } = options.projectOf(cwd), exclusion = exclusionOf(config, project, root);
  if (config.archive === "off" || isPaused(config, options.nowMs) || exclusion?.covers(cwd) === !0 || exclusion?.coversProject === !0)
    return EXCLUDED;
  if (isForgotten(db, sessionId, atMs, options.key))
    return EXCLUDED;
  let { rows } = options, { agent } = place, data = { agent, cwd: clip(cwd, MAX_CHARS.path), transcriptPath: path }, facts = [{ kind: "session", key: "", atMs, data }], seen = { sessionId, instanceId: sessionId, event: "import", agent }, id = db.transaction(() => {
    let of = rows.project(options.machine, project);
    return rows.observe(of, { ...seen, atMs: startedMs ?? atMs, facts: [] }, !1), rows.observe(of, { ...seen, atMs, facts }, !1);
  }).immediate();
  if (isUntrusted(db, id))
    return EXCLUDED;
  return followWhole(db, { id, sessionId, agent, model: null, path, project }, exclusion, options), db.transaction(() => rows.describe(id)).immediate(), { outcome: "taken", malformed: readSoFar(db, id)?.malformed ?? 0 };
}
function directoryWithHash(db, hash) {
  if (hash === void 0)
    return;
  return db.query("SELECT path FROM projects ORDER BY id").all().find(({ path }) => createHash("sha256").update(path).digest("hex") === hash)?.path;
}
var isUntrusted = (db, id) => db.query("SELECT 1 FROM sessions WHERE id = ? AND is_untrusted = 1").get(id) !== null, directoryOf2 = (place, path) => aboutOf(place, path)?.cwd, HEAD_BYTES = 262144;
function aboutOf(place, path) {
  try {
    return { ...aboutIn(place, path), atMs: statSync(path).mtimeMs };
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return null;
  }
}
function aboutIn({ about }, path) {
  let found = {}, lines = isDocument(path) ? [readStart(path, MAX_DOCUMENT_BYTES)] : readStart(path, HEAD_BYTES).split(`
`);
  for (let line of lines) {
    let fields = line.startsWith("{") ? objectIn2(line) : null;
    if (fields === null)
      continue;
    let told = about(fields, path), time = Date.parse(textOf2(fields.timestamp) ?? ""), startedMs = found.startedMs ?? told.startedMs ?? (Number.isNaN(time) ? void 0 : time), { sessionId = told.sessionId, cwd = told.cwd, cwdHash = told.cwdHash } = found;
    if (found = { sessionId, cwd, cwdHash, startedMs }, sessionId !== void 0 && (cwd ?? cwdHash) !== void 0)
      break;
  }
  return found;
}

export { importTranscript2, directoryOf2 };
