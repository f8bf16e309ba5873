// @bun
import {
  isPaused
} from "./base-config-sources.js";
import {
  homeOf2
} from "./origin-own-directory.js";
import {
  clipTogether
} from "./redact-redact.js";
import {
  SAID
} from "./store-archive-open.js";
import {
  isPausedAt
} from "./store-archive-pauses.js";
import {
  isForgotten
} from "./store-archive-erase.js";
import {
  isDocument,
  nextChunk
} from "./worker-enrich-transcript-file.js";
import {
  readConfigFiles
} from "./origin-config-files.js";
import {
  Exclusion
} from "./base-exclude-exclusion.js";
import {
  realPathOf
} from "./platform-programs.js";
import {
  withoutContext
} from "./agents-facts-without-context.js";
import {
  recordOf,
  listOf
} from "./agents-claude-code-payload.js";
import {
  objectIn2,
  isObject2,
  textOf2
} from "./base-json.js";

// src/worker/enrich/document-rests.ts
class DocumentRests {
  #dueMs = /* @__PURE__ */ new Map;
  #clockMs;
  constructor(clockMs = () => performance.now()) {
    this.#clockMs = clockMs;
  }
  read(path, read) {
    let startMs = this.#clockMs(), leftMs = (this.#dueMs.get(path) ?? startMs) - startMs;
    if (leftMs > 0)
      return leftMs;
    this.#dueMs.delete(path);
    let isMore = read(), endMs = this.#clockMs();
    if (endMs - startMs > 5)
      this.#dueMs.set(path, endMs + (endMs - startMs) * 200);
    return isMore ? 0 : null;
  }
}

// src/agents/transcripts.ts
var UNKNOWN = "unknown", READERS = {
  "claude-code": () => claudeLine,
  qwen: () => claudeLine,
  codex: codexReader,
  gemini: () => geminiLine,
  copilot: () => copilotLine
};
function transcriptReader(agent, model = null) {
  let read = Object.hasOwn(READERS, agent) ? READERS[agent](model ?? UNKNOWN) : null;
  return read === null ? null : (line) => read(line).map(ofUser).filter((one) => one.kind === "usage" || one.kind === "call" || one.text !== "");
}
var ofUser = (one) => one.kind === "prompt" ? { ...one, text: withoutContext(one.text) } : one, count = (value) => typeof value === "number" && value > 0 ? value : 0, timeIn = (value) => typeof value === "string" ? Date.parse(value) || 0 : count(value), blocks = (content) => typeof content === "string" ? [{ type: "text", text: content }] : listOf(content).map(recordOf), textsIn = (content, type) => blocks(content).flatMap((block) => block.type === type || block.type === "text" ? [textOf2(block.text) ?? ""] : []).join(`
`).trim(), TARGETS = [
  "command",
  "file_path",
  "path",
  "notebook_path",
  "pattern",
  "url",
  "query",
  "description",
  "prompt",
  "input"
];
function targetOf(input) {
  let fields = typeof input === "string" ? parsed(input) : input;
  if (!isObject2(fields))
    return typeof input === "string" ? input : "";
  for (let name of TARGETS) {
    let value = fields[name];
    if (typeof value === "string" && value !== "")
      return value;
    if (Array.isArray(value))
      return value.filter((one) => typeof one === "string").join(" ");
  }
  return "";
}
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
var NO_PROMPT = /^(?:<(?:command-name|command-message|local-command|task-notification|system-reminder|bash-)|Caveat: |\[Request interrupted)/;
function claudeLine(line) {
  if (line.isSidechain === !0 || line.isMeta === !0)
    return [];
  let key = textOf2(line.uuid), atMs = timeIn(line.timestamp), message = recordOf(line.message);
  if (key === void 0)
    return [];
  if (line.type === "user") {
    let text = textsIn(message.content, "text");
    return text === "" || NO_PROMPT.test(text) ? [] : [{ kind: "prompt", key, atMs, text }];
  }
  if (line.type !== "assistant")
    return [];
  let said = [], text = textsIn(message.content, "text");
  if (text !== "")
    said.push({ kind: "reply", key, atMs, text });
  for (let block of blocks(message.content)) {
    let tool = block.type === "tool_use" ? textOf2(block.name) : void 0;
    if (tool !== void 0)
      said.push({ kind: "call", key: textOf2(block.id) ?? key, atMs, tool, target: targetOf(block.input) });
  }
  let usage = message.usage, model = textOf2(message.model);
  if (isObject2(usage) && model !== void 0) {
    let tokens = {
      input: count(usage.input_tokens),
      output: count(usage.output_tokens),
      cacheRead: count(usage.cache_read_input_tokens),
      cacheWrite: count(usage.cache_creation_input_tokens)
    };
    said.push({ kind: "usage", key: textOf2(message.id) ?? key, atMs, model, tokens });
  }
  return said;
}
function codexReader(sessionModel) {
  let model = sessionModel;
  return (line) => {
    let payload = recordOf(line.payload), atMs = timeIn(line.timestamp), type = textOf2(payload.type) ?? "";
    model = (line.type === "turn_context" ? textOf2(payload.model) : void 0) ?? model;
    let key = `${textOf2(payload.call_id) ?? textOf2(payload.id) ?? type}:${atMs}`;
    if (line.type === "event_msg") {
      let text = textOf2(payload.message)?.trim() ?? "";
      if (type === "user_message" && text !== "")
        return [{ kind: "prompt", key, atMs, text }];
      if (type === "agent_message" && text !== "")
        return [{ kind: "reply", key, atMs, text }];
      let last = recordOf(recordOf(payload.info).last_token_usage);
      if (type !== "token_count" || last.output_tokens === void 0)
        return [];
      let cacheRead = count(last.cached_input_tokens), input = Math.max(0, count(last.input_tokens) - cacheRead);
      return [
        {
          kind: "usage",
          key,
          atMs,
          model,
          tokens: { input, output: count(last.output_tokens), cacheRead, cacheWrite: 0 }
        }
      ];
    }
    let tool = line.type === "response_item" && type.endsWith("_call") ? textOf2(payload.name) ?? type : void 0;
    if (tool === void 0)
      return [];
    let input = payload.arguments ?? payload.input ?? payload.action;
    return [{ kind: "call", key, atMs, tool, target: targetOf(input) }];
  };
}
var geminiLine = (line) => [line, ...listOf(line.messages).map(recordOf)].flatMap(geminiMessage);
function geminiMessage(line) {
  let key = textOf2(line.id), atMs = timeIn(line.timestamp), type = line.type;
  if (key === void 0 || type !== "user" && type !== "gemini")
    return [];
  let text = textsIn(line.content, "text") || listOf(line.content).map((part) => textOf2(recordOf(part).text) ?? "").join(`
`).trim(), said = text === "" ? [] : [{ kind: type === "user" ? "prompt" : "reply", key, atMs, text }];
  for (let call of listOf(line.toolCalls).map(recordOf)) {
    let tool = textOf2(call.name);
    if (tool !== void 0)
      said.push({ kind: "call", key: textOf2(call.id) ?? key, atMs, tool, target: targetOf(call.args) });
  }
  let usage = line.tokens;
  if (isObject2(usage)) {
    let cacheRead = count(usage.cached), tokens = {
      input: Math.max(0, count(usage.input) - cacheRead),
      output: count(usage.output),
      cacheRead,
      cacheWrite: 0
    };
    said.push({ kind: "usage", key, atMs, model: textOf2(line.model) ?? UNKNOWN, tokens });
  }
  return said;
}
function copilotLine(line) {
  let data = recordOf(line.data), key = textOf2(line.id), atMs = timeIn(line.timestamp);
  if (key === void 0)
    return [];
  let text = textOf2(data.content)?.trim() ?? "";
  switch (line.type) {
    case "user.message":
      return text === "" ? [] : [{ kind: "prompt", key, atMs, text }];
    case "assistant.message":
      return text === "" ? [] : [{ kind: "reply", key, atMs, text }];
    case "tool.execution_start": {
      let tool = textOf2(data.toolName), id = textOf2(data.toolCallId) ?? key;
      return tool === void 0 ? [] : [{ kind: "call", key: id, atMs, tool, target: targetOf(data.arguments) }];
    }
    case "assistant.usage": {
      let cacheRead = count(data.cacheReadTokens), tokens = {
        input: count(data.inputTokens),
        output: count(data.outputTokens),
        cacheRead,
        cacheWrite: count(data.cacheWriteTokens)
      };
      return [{ kind: "usage", key, atMs, model: textOf2(data.model) ?? UNKNOWN, tokens }];
    }
    default:
      return [];
  }
}

// src/store/archive/transcript-rows.ts
function followedSince(db, project, sinceMs) {
  return db.query(`SELECT s.id, s.session_id AS sessionId, s.agent, s.model, s.transcript_path AS path, p.path AS project
    FROM sessions s JOIN projects p ON p.id = s.project
    WHERE p.path = ? AND s.seen_ms >= ? AND s.is_untrusted = 0 AND s.transcript_path IS NOT NULL AND s.agent IS NOT NULL`).all(project, sinceMs);
}
function readSoFar(db, session) {
  let row = db.query("SELECT * FROM transcripts WHERE session = ?").get(session);
  if (row === null)
    return null;
  let { path, ino, bytes, last_usage: lastUsage, malformed } = row;
  return { path, ino, bytes, lastUsage, malformed };
}
function keepParts(db, { id, sessionId, project }, parts, { before, read, isAnew }, key) {
  hashTexts(db, id), db.transaction(() => {
    let from = readSoFar(db, id);
    if (!Bun.deepEquals(from, before))
      return;
    if (hashTexts(db, id), isAnew)
      db.query("DELETE FROM facts WHERE session = ? AND kind = 'usage'").run(id);
    for (let part of parts) {
      if (isPausedAt(db, project, part.atMs))
        continue;
      if (isForgotten(db, sessionId, part.atMs, key))
        continue;
      if (part.kind === "usage")
        addUsage(db, id, part);
      else
        addPart(db, id, part);
    }
    let { path, ino, bytes, lastUsage, malformed } = read;
    db.query(`INSERT INTO transcripts (session, path, ino, bytes, last_usage, malformed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
       ON CONFLICT DO UPDATE SET path = ?2, ino = ?3, bytes = ?4, last_usage = ?5, malformed = ?6`).run(id, path, ino, bytes, lastUsage, malformed);
  }).immediate();
}
var START = "substr(text, 1, 200)", LOT = 1000, startHash = (text) => new Bun.CryptoHasher("sha256").update(text.slice(0, 200)).digest().readBigInt64BE();
function hashTexts(db, session) {
  let next = db.query(`SELECT id, text FROM facts WHERE session = ? AND start_hash IS NULL AND ${SAID} LIMIT ?`), set = db.query("UPDATE facts SET start_hash = ? WHERE id = ?"), hashLot = db.transaction(() => {
    let texts = next.all(session, LOT);
    for (let { id, text } of texts)
      set.run(startHash(text ?? ""), id);
    return texts.length;
  });
  if (next.get(session, 1) === null)
    return;
  while (hashLot.immediate() === LOT)
    ;
}
function isKnown(db, session, { kind, text }) {
  if (text === null || kind === "call")
    return !1;
  let sql = `SELECT 1 FROM facts WHERE session = ?1 AND start_hash = ?4 AND ${SAID} AND kind IN (?3, 'prompt', 'message') AND ${START} = ${START.replace("text", "?2")}`;
  return db.query(sql).get(session, text, kind, startHash(text)) !== null;
}
function addPart(db, session, part) {
  if (isKnown(db, session, part))
    return;
  let { kind, key, atMs, data, text } = part, row = db.query(`INSERT INTO facts (session, agent_id, kind, key, at_ms, data, text, is_failed, start_hash)
       VALUES (?, '', ?, ?, ?, ?, ?, 0, ?) ON CONFLICT DO NOTHING RETURNING id`).get(session, kind, key, atMs, JSON.stringify(data), text, text === null ? null : startHash(text));
  if (row !== null && text !== null)
    db.query("INSERT INTO search (rowid, text) VALUES (?, ?)").run(row.id, text);
}
function addUsage(db, session, { key, atMs, data }) {
  let stored = db.query("SELECT data FROM facts WHERE session = ? AND kind = 'usage' AND agent_id = '' AND key = ?").get(session, key), sums = {}, before = stored === null ? {} : objectIn2(stored.data) ?? {};
  for (let name of Object.keys(data))
    sums[name] = Number(before[name] ?? 0) + Number(data[name]);
  db.query(`INSERT INTO facts (session, agent_id, kind, key, at_ms, data, is_failed) VALUES (?1, '', 'usage', ?2, ?3, ?4, 0)
     ON CONFLICT DO UPDATE SET at_ms = max(at_ms, ?3), data = ?4`).run(session, key, atMs, JSON.stringify(sums));
}

// src/worker/enrich/transcript.ts
var LONGEST_TEXT = 8000, LONGEST_CALL = 300, MOST_TOGETHER = 4000;
function followTranscripts(db, options) {
  let { root, project, nowMs, sinceMs, rests = new DocumentRests } = options, { config } = readConfigFiles(root);
  if (config.archive !== "transcripts" || isPaused(config, nowMs))
    return null;
  let exclusion = exclusionOf(config, project, root);
  if (exclusion?.coversProject === !0)
    return null;
  let waitsMs = [];
  for (let session of followedSince(db, project, sinceMs)) {
    let reader = transcriptReader(session.agent, session.model);
    if (reader === null)
      continue;
    let read = () => followOne(db, session, reader, exclusion, options), waitMs = isDocument(session.path) ? rests.read(session.path, read) : read() ? 0 : null;
    if (waitMs !== null)
      waitsMs.push(waitMs);
  }
  return waitsMs.length === 0 ? null : Math.min(...waitsMs);
}
function exclusionOf({ exclude: globs }, project, root) {
  if (globs.length === 0)
    return null;
  return new Exclusion({ globs, projects: [project], home: homeOf2(process.env, root), real: realPathOf });
}
function followWhole(db, session, exclusion, options) {
  let reader = transcriptReader(session.agent, session.model);
  if (reader === null)
    return;
  let isMore = !0;
  while (isMore)
    isMore = followOne(db, session, reader, exclusion, options);
}
function followOne(db, session, reader, exclusion, { key, nowMs }) {
  let before = readSoFar(db, session.id), chunk = nextChunk(session.path, before);
  if (chunk === null)
    return !1;
  let said = [], malformed = 0;
  for (let line of chunk.lines) {
    let fields = line.startsWith("{") ? objectIn2(line) : null;
    if (fields === null)
      malformed += 1;
    else
      said.push(...reader(fields));
  }
  let lastUsage = chunk.isAnew ? "" : before?.lastUsage ?? "", parts = partsOf(said, { exclusion, nowMs, lastUsage }), read = {
    path: session.path,
    ino: chunk.ino,
    bytes: chunk.endBytes,
    lastUsage: said.findLast((one) => one.kind === "usage")?.key ?? lastUsage,
    malformed: (chunk.isAnew ? 0 : before?.malformed ?? 0) + malformed
  }, isCut = isDocument(session.path) && malformed > 0;
  return keepParts(db, session, parts, { before, read, isAnew: chunk.isAnew && !isCut }, key), chunk.isMore;
}
function partsOf(said, { exclusion, nowMs, lastUsage }) {
  let last = lastUsage, worth = said.filter((one) => {
    if (one.kind === "call")
      return exclusion === null || !exclusion.isNamedIn(one.target);
    if (one.kind !== "usage")
      return !0;
    let isNew = one.key !== last;
    return last = one.key, isNew;
  }), masked = (text) => exclusion === null ? text : exclusion.mask(text), parts = [];
  for (let from = 0;from < worth.length; from += MOST_TOGETHER) {
    let lot = worth.slice(from, from + MOST_TOGETHER);
    for (let part of clipTogether((clip) => lot.map((one) => partOf(one, clip, masked, nowMs))))
      parts.push(part);
  }
  return parts;
}
function partOf(one, clip, masked, nowMs) {
  let { kind, key } = one, atMs = one.atMs === 0 ? nowMs : Math.min(one.atMs, nowMs);
  if (kind === "usage")
    return { kind, key: clip(one.model, 128), atMs, data: { ...one.tokens, answers: 1 }, text: null };
  if (kind === "call") {
    let tool = clip(one.tool, 128), target = clip(masked(one.target.replaceAll(/\s+/g, " ")), LONGEST_CALL);
    return { kind, key: clip(key, 256), atMs, data: { tool, target }, text: `${tool} ${target}` };
  }
  let text = clip(masked(one.text), LONGEST_TEXT);
  return { kind, key: clip(key, 256), atMs, data: { text }, text };
}

export { DocumentRests, readSoFar, followTranscripts, exclusionOf, followWhole };
