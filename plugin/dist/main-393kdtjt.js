// @bun
import {
  systemClock,
  HiveError,
  MAX_DEPTH,
  isDeeperThan
} from "./main-k3peqx11.js";

// src/config.ts
var DEFAULTS = {
  checkpointIntervalSeconds: 60,
  checkpointHistory: 20,
  maxPending: 1e6,
  maxPendingBytes: 4294967296,
  maxEntryBytes: 1048576,
  mode: "event",
  pollIntervalMs: 100,
  backstopIntervalMs: 30000,
  workerStart: "hook",
  idleExitSeconds: 300,
  stuckAfterSeconds: 30,
  batchSize: 128,
  maxAttempts: 3,
  retryBackoffMs: 200,
  durability: "process",
  rawSql: "dml",
  rawSqlTimeoutMs: 2000,
  restoreContext: !0,
  sessionRetentionDays: 90,
  ledgerRetentionHours: 24,
  deadLetterRetentionDays: 30,
  logLevel: "info",
  logMaxBytes: 5242880,
  logFiles: 3
}, MAX = Number.MAX_SAFE_INTEGER, RULES = {
  checkpointIntervalSeconds: { min: 0, max: MAX },
  checkpointHistory: { min: 1, max: 1e4, isWhole: !0 },
  maxPending: { min: 1, max: MAX, isWhole: !0 },
  maxPendingBytes: { min: 1, max: MAX, isWhole: !0 },
  maxEntryBytes: { min: 256, max: 1073741824, isWhole: !0 },
  mode: ["event", "poll"],
  pollIntervalMs: { min: 1, max: 3600000 },
  backstopIntervalMs: { min: 10, max: 3600000 },
  workerStart: ["hook", "never"],
  idleExitSeconds: { min: 0, max: 31536000 },
  stuckAfterSeconds: { min: 1, max: 86400 },
  batchSize: { min: 1, max: 1e4, isWhole: !0 },
  maxAttempts: { min: 1, max: 1000, isWhole: !0 },
  retryBackoffMs: { min: 0, max: 3600000 },
  durability: ["process", "power"],
  rawSql: ["dml", "off"],
  rawSqlTimeoutMs: { min: 10, max: 20000 },
  restoreContext: "boolean",
  sessionRetentionDays: { min: 0, max: 36500 },
  ledgerRetentionHours: { min: 1, max: 87600 },
  deadLetterRetentionDays: { min: 0, max: 36500 },
  logLevel: ["debug", "info", "warn", "error"],
  logMaxBytes: { min: 1024, max: 1073741824, isWhole: !0 },
  logFiles: { min: 0, max: 100, isWhole: !0 }
}, LONGEST_SHOWN = 100;
function shown(value) {
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? "a list" : "an object";
  let text = JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}\u2026`;
}
function checked(name, value, rule) {
  let refuse = (what) => {
    throw new HiveError("HIVE_INVALID_OPTION", `${name} must be ${what}, not ${shown(value)}`);
  };
  if (rule === "boolean")
    return typeof value === "boolean" ? value : refuse("true or false");
  if ("min" in rule) {
    let { min, max, isWhole = !1 } = rule;
    return typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value)) ? value : refuse(`a ${isWhole ? "whole " : ""}number from ${min} to ${max}`);
  }
  return typeof value === "string" && rule.includes(value) ? value : refuse(`one of ${rule.join(", ")}`);
}
function resolveConfig(fileText, overrides = {}) {
  let file = fileText === null ? {} : parseFile(fileText), resolved = { ...DEFAULTS };
  for (let name in RULES) {
    let given = overrides[name] ?? file[name];
    if (given !== void 0)
      resolved[name] = checked(name, given, RULES[name]);
  }
  return resolved;
}
function parseFile(text) {
  try {
    let value = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value;
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_OPTION", "config.json is not JSON", {
      cause,
      hint: "mend the file, or delete it to go back to the defaults"
    });
  }
  throw new HiveError("HIVE_INVALID_OPTION", "config.json is not a JSON object");
}

// src/queue/entry.ts
var FIRST_PRIORITY = 1, LAST_PRIORITY = 10, ENDING = ".json";
function parseEntryName(name) {
  let from = name.indexOf("_") + 1, digits = name.slice(0, from - 1), priority = Number(digits);
  if (!(priority >= FIRST_PRIORITY && priority <= LAST_PRIORITY && String(priority) === digits) || !Number.isInteger(priority) || !name.endsWith(ENDING))
    return null;
  let seq = name.slice(from, -ENDING.length);
  return seq === "" || from === 0 ? null : { priority, seq };
}
function entryName(priority, seq) {
  return `${priority}_${seq}${ENDING}`;
}
var UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
function isOwnSeq(seq) {
  return UUID.test(seq);
}
function ownSeqAtMs(seq) {
  return Number.parseInt(seq.slice(0, 8) + seq.slice(9, 13), 16);
}
function isOwnName(name) {
  return isOwnSeq(parseEntryName(name)?.seq ?? "");
}
function completeEntry(entry, nowMs) {
  let priority = entry.priority ?? 5;
  if (!Number.isInteger(priority) || priority < FIRST_PRIORITY || priority > LAST_PRIORITY)
    throw new HiveError("HIVE_INVALID_ENTRY", `priority must be a whole number from ${FIRST_PRIORITY} to ${LAST_PRIORITY}, not ${priority}`);
  if (entry.operation === "")
    throw new HiveError("HIVE_INVALID_ENTRY", "operation is empty");
  if (entry.payload === void 0 === (entry.sql === void 0))
    throw new HiveError("HIVE_INVALID_ENTRY", "an entry has either a payload or sql");
  return {
    seq: Bun.randomUUIDv7(),
    priority,
    operation: entry.operation,
    ...entry.sql === void 0 ? { payload: entry.payload } : { sql: entry.sql },
    metadata: { ...entry.metadata, enqueued_at_ms: nowMs },
    created_at: new Date(nowMs).toISOString(),
    retries: 0,
    ...entry.id === void 0 ? {} : { hive_id: entry.id }
  };
}
function decodeEntry(text, name) {
  let value;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_ENTRY", "not JSON", { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new HiveError("HIVE_INVALID_ENTRY", "not a JSON object");
  let fields = value;
  if (typeof fields.operation !== "string" || fields.operation === "")
    throw new HiveError("HIVE_INVALID_ENTRY", "operation is missing");
  let { sql } = fields;
  if (sql !== void 0 && typeof sql !== "string")
    throw new HiveError("HIVE_INVALID_ENTRY", "sql is not a string");
  if (fields.payload === void 0 === (sql === void 0))
    throw new HiveError("HIVE_INVALID_ENTRY", "an entry has either a payload or sql");
  if (isDeeperThan(value, MAX_DEPTH, text))
    throw new HiveError("HIVE_INVALID_ENTRY", `nested deeper than ${MAX_DEPTH} levels`);
  return withDefaults(fields, name);
}
function withDefaults(fields, name) {
  let { metadata, created_at, retries } = fields;
  return {
    ...fields,
    operation: fields.operation,
    seq: name.seq,
    priority: name.priority,
    metadata: typeof metadata === "object" && metadata !== null ? { ...metadata } : {},
    created_at: typeof created_at === "string" ? created_at : "",
    retries: typeof retries === "number" && Number.isFinite(retries) && retries > 0 ? Math.floor(retries) : 0
  };
}

// src/queue/enqueue.ts
var HOUR_MS = 3600000;
function journalName(atMs) {
  return `${(atMs - atMs % HOUR_MS) / HOUR_MS}.ids`;
}
function enqueue(paths, files, entries, options) {
  let { durability, onStep } = options, texts = [];
  for (let entry of entries)
    texts.push(encode(entry, options.maxEntryBytes));
  for (let index = 0;index < entries.length; index += 1) {
    let entry = entries[index], name = entryName(entry.priority, entry.seq), temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
    files.create(temporary, texts[index]), onStep?.("tmp-written"), orRemove(files, temporary, () => {
      if (durability === "power")
        files.sync(temporary), onStep?.("tmp-synced");
      files.rename(temporary, `${paths.pending}/${name}`);
    }), onStep?.("renamed");
  }
  if (durability === "power")
    files.sync(paths.pending), onStep?.("pending-synced");
  if (entries.length > 0)
    note(paths, files, entries);
  onStep?.("captured");
  let isHeard = files.ring(paths.doorbell);
  return onStep?.("rung"), isHeard;
}
function orRemove(files, temporary, putInPlace) {
  try {
    putInPlace();
  } catch (error) {
    throw tryToRemove(files, temporary), error;
  }
}
function tryToRemove(files, path) {
  try {
    files.unlink(path);
  } catch {
    return;
  }
}
function note(paths, files, entries) {
  try {
    files.append(`${paths.captured}/${journalName(Date.now())}`, idBytes(entries));
  } catch {
    return;
  }
}
function encode(entry, maxEntryBytes) {
  let text = stringify(entry);
  if (text.length * 3 > maxEntryBytes)
    assertSize(text, maxEntryBytes);
  return text;
}
function assertSize(text, maxEntryBytes) {
  let bytes = Buffer.byteLength(text);
  if (bytes <= maxEntryBytes)
    return;
  throw new HiveError("HIVE_ENTRY_TOO_LARGE", `the entry has ${bytes} bytes, more than maxEntryBytes ${maxEntryBytes}`);
}
function stringify(entry) {
  let kind = typeof entry.payload, isLeftOut = entry.sql === void 0 && (kind === "function" || kind === "symbol");
  try {
    if (!isLeftOut)
      return JSON.stringify(entry);
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_ENTRY", "the payload cannot be written as JSON", { cause });
  }
  throw new HiveError("HIVE_INVALID_ENTRY", "the payload cannot be written as JSON");
}
function idBytes(entries) {
  let hex = "";
  for (let { seq } of entries)
    hex += seq.slice(0, 8) + seq.slice(9, 13) + seq.slice(14, 18) + seq.slice(19, 23) + seq.slice(24);
  return Uint8Array.fromHex(hex);
}

// src/queue/layout.ts
function queuePaths(root) {
  let queue = `${root}/queue`;
  return {
    root,
    instances: `${root}/instances`,
    queue,
    tmp: `${queue}/.tmp`,
    pending: `${queue}/pending`,
    processing: `${queue}/processing`,
    failed: `${queue}/failed`,
    workers: `${queue}/workers`,
    captured: `${queue}/captured`,
    heartbeat: `${queue}/.heartbeat`,
    doorbell: `${queue}/doorbell`
  };
}
function queueDirectories(paths) {
  let { root, instances, queue, tmp, pending, processing, failed, workers, captured } = paths;
  return [root, instances, queue, tmp, pending, processing, failed, workers, captured];
}

// src/queue/limits.ts
function mayBeFull(directoryBytes, limits) {
  let entriesAtMost = directoryBytes / 16;
  return entriesAtMost >= limits.maxPending || entriesAtMost * limits.maxEntryBytes >= limits.maxPendingBytes;
}

// src/hook/ids.ts
function hashOf(id) {
  return `hash-${Bun.hash(id).toString(16)}`;
}
function hasControl(text) {
  for (let index = 0;index < text.length; index += 1) {
    let code = text.charCodeAt(index);
    if (code < 32 || code >= 127 && code <= 159)
      return !0;
  }
  return !1;
}
var MAX_FILE_NAME_CHARS = 128;
function isFileName(id) {
  for (let index = 0;index < id.length; index += 1) {
    let code = id.charCodeAt(index), isDigit = code >= 48 && code <= 57, isLetter = (code | 32) >= 97 && (code | 32) <= 122;
    if (!isDigit && !isLetter && code !== 45 && code !== 95)
      return !1;
  }
  return id !== "" && id.length <= MAX_FILE_NAME_CHARS;
}

// src/hook/secret-rules.ts
var REFERENCE = /^(?:\$[A-Za-z_{(]|%\w+%|\{\{|<|[*.\u2022xX]+$|(?:process|os|import|env|config|settings|options|args|this|self|req|request|ctx|secrets|vars|props)\??\.\w)/, PATH = /^(?:~|\.{1,2})?(?:\/[\w.-]+){2,}\/?$/, WORD = /^(?:string|str|text|number|boolean|bool|any|unknown|never|object|null|nil|none|undefined|void|true|false|required|optional|bearer|basic|digest|(?:my|your|the|new|old|auth|access|api|client)?[_-]?(?:password|passwd|pwd|secret|token|key)|flags?|options?|arg|argument|is|to|and|or|for|in|with|on|as|the|a|an|from|if|when|was|be|can|must|should|at|of|by)[.?!]?$/i;
function isValue(value) {
  let trimmed = value.trim();
  return trimmed !== "" && !REFERENCE.test(trimmed) && !PATH.test(trimmed) && !WORD.test(trimmed);
}
var hasDigit = (value) => isValue(value) && /\d/.test(value);
function isAssigned(value, kept) {
  if (!isValue(value) || /^\d{1,3}$/.test(value))
    return !1;
  if (/["'`]$/.test(kept))
    return !/^\s*[,;)}\]+]/.test(value);
  if (/[^\s=:]=$/.test(kept))
    return !0;
  return value.length >= 20 || value.length >= 6 && /[\d!@#$%^*+=]/.test(value) && !/^[\d.]{1,9}$/.test(value);
}
var COOKIE = String.raw`[\w.$-]{1,100}=[^\s;"'\\]*`, cookies = () => COOKIE + `(?:;[ \\t]?${COOKIE})?`.repeat(20), RULES2 = [
  {
    kind: "private-key",
    keywords: ["-----begin"],
    pattern: () => /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----[\s\S]*?(?:-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|$)/g
  },
  { kind: "age-key", keywords: ["age-secret-key-1"], pattern: () => /AGE-SECRET-KEY-1[0-9A-Za-z]{20,}/g },
  {
    kind: "jwt",
    keywords: ["eyj"],
    pattern: () => /eyJ[\w-]{10,2000}\.[\w-]+(?:\.[\w-]+)?(?:\.[\w-]+)?(?:\.[\w-]+)?/g
  },
  { kind: "aws-access-key", keywords: ["akia", "asia"], pattern: () => /A(?:KIA|SIA)[A-Z0-9]{16,}/g },
  {
    kind: "aws-secret-key",
    keywords: ["secret"],
    pattern: () => /(aws[\w-]{0,20}secret[\w-]{0,20}["'\\]{0,3}[ \t]{0,4}(?:=>|[:=])[ \t]{0,4}["'\\]{0,3})[A-Za-z0-9/+]{40,}={0,2}/gi
  },
  { kind: "github", keywords: ["ghp_", "gho_", "ghu_", "ghs_", "ghr_"], pattern: () => /gh[pousr]_\w{30,}/g },
  { kind: "github", keywords: ["github_pat_"], pattern: () => /github_pat_\w{22,}/g },
  {
    kind: "gitlab",
    keywords: ["gl"],
    pattern: () => /gl(?:[dfr]t|pat|ptt|cbt|soat|oas)-[\w-]{18,}(?:\.\w+)?(?:\.\w+)?/g
  },
  { kind: "slack", keywords: ["xox", "xapp-"], pattern: () => /(?:xox[a-z]|xapp)[-.][\w-]{10,}/g },
  { kind: "stripe", keywords: ["k_live_", "k_test_"], pattern: () => /[sr]k_(?:live|test)_\w{10,}/g },
  { kind: "anthropic", keywords: ["sk-ant-"], pattern: () => /sk-ant-[\w-]{16,}/g },
  { kind: "openai", keywords: ["sk-"], pattern: () => /(\b|\\[nrt])sk-[\w-]{20,}/g, accepts: hasDigit },
  { kind: "stripe", keywords: ["whsec_"], pattern: () => /whsec_\w{24,}/g },
  { kind: "xai", keywords: ["xai-"], pattern: () => /xai-\w{60,}/g },
  { kind: "perplexity", keywords: ["pplx-"], pattern: () => /pplx-\w{40,}/g },
  { kind: "replicate", keywords: ["r8_"], pattern: () => /(\b|\\[nrt])r8_[A-Za-z0-9]{36,}/g },
  { kind: "tavily", keywords: ["tvly-"], pattern: () => /tvly-[\w-]{24,}/g },
  { kind: "langsmith", keywords: ["lsv2_"], pattern: () => /lsv2_(?:pt|sk)_\w{32,}/g },
  {
    kind: "google",
    keywords: ["aiza", "ya29.", "gocspx-", "aq.ab"],
    pattern: () => /(?:AIza|ya29\.|GOCSPX-|AQ\.Ab)[\w-]{20,}/g
  },
  { kind: "npm", keywords: ["npm_"], pattern: () => /npm_[A-Za-z0-9]{36,}/g },
  { kind: "rubygems", keywords: ["rubygems_"], pattern: () => /rubygems_[0-9a-f]{48,}/g },
  { kind: "pypi", keywords: ["pypi-ag"], pattern: () => /pypi-Ag[\w-]{40,}/g },
  { kind: "sendgrid", keywords: ["sg."], pattern: () => /SG\.[\w-]{16,64}\.[\w-]{16,}/g },
  { kind: "twilio", keywords: ["sk"], pattern: () => /(\b|\\[nrt])SK[0-9a-f]{32,}/g },
  { kind: "mailgun", keywords: ["key-"], pattern: () => /key-[0-9a-f]{32,}/g },
  { kind: "mailgun", keywords: ["mailgun"], pattern: () => /[0-9a-f]{32}-[0-9a-f]{8}-[0-9a-f]{8}/g },
  { kind: "shopify", keywords: ["shp"], pattern: () => /shp(?:at|ca|pa|ss|tka|ua)_[0-9a-fA-F]{32,}/g },
  { kind: "square", keywords: ["sq0", "eaaa"], pattern: () => /(?:sq0(?:atp|csp|idp)-[\w-]{20,}|EAAA[\w-]{56,})/g },
  { kind: "digitalocean", keywords: ["_v1_"], pattern: () => /do[opr]_v1_[0-9a-f]{32,}/g },
  { kind: "heroku", keywords: ["hrku-"], pattern: () => /HRKU-[\w-]{30,}/g },
  {
    kind: "hugging-face",
    keywords: ["hf_", "api_org_"],
    pattern: () => /(\b|\\[nrt])(?:hf|api_org)_[A-Za-z0-9]{30,}/g
  },
  { kind: "groq", keywords: ["gsk_"], pattern: () => /gsk_[A-Za-z0-9]{40,}/g },
  { kind: "linear", keywords: ["lin_"], pattern: () => /lin_(?:api|oauth)_[A-Za-z0-9]{32,}/g },
  { kind: "notion", keywords: ["ntn_", "secret_"], pattern: () => /(?:ntn_|secret_)[A-Za-z0-9]{43,}/g },
  { kind: "figma", keywords: ["fig"], pattern: () => /fig(?:d|o|u|or|oh|our|ouh)_[\w-]{30,}/g },
  { kind: "atlassian", keywords: ["atatt3", "atctt3", "atbb"], pattern: () => /(?:ATATT3|ATCTT3|ATBB)[\w=-]{24,}/g },
  { kind: "docker", keywords: ["dckr_"], pattern: () => /dckr_(?:pat|oat)_[\w-]{20,}/g },
  { kind: "databricks", keywords: ["dapi"], pattern: () => /dapi[0-9a-f]{32,}(?:-\d)?/g },
  { kind: "vault", keywords: ["hvs.", "hvb.", "hvr."], pattern: () => /hv[sbr]\.[\w-]{20,}/g },
  { kind: "terraform", keywords: [".atlasv1."], pattern: () => /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{40,}/g },
  { kind: "doppler", keywords: ["dp."], pattern: () => /dp\.[a-z]{2,5}\.(?:[\w-]{2,35}\.)?[A-Za-z0-9]{40,}/g },
  { kind: "1password", keywords: ["ops_eyj"], pattern: () => /ops_eyJ[\w+/=-]{40,}/g },
  { kind: "tailscale", keywords: ["tskey-"], pattern: () => /tskey-[\w-]{16,}/g },
  { kind: "vercel", keywords: ["vc"], pattern: () => /(\b|\\[nrt])vc[a-z]_[A-Za-z0-9]{24,}/g },
  { kind: "netlify", keywords: ["nfp_"], pattern: () => /nfp_[A-Za-z0-9]{36,}/g },
  { kind: "fly", keywords: ["flyo_", "fm1", "fm2"], pattern: () => /(?:flyo_|fm[12][ar]?_)[\w+/=-]{40,}/g },
  { kind: "pulumi", keywords: ["pul-"], pattern: () => /pul-[0-9a-f]{40,}/g },
  { kind: "posthog", keywords: ["phx_"], pattern: () => /phx_[A-Za-z0-9]{40,}/g },
  { kind: "contentful", keywords: ["cfpat-"], pattern: () => /CFPAT-[\w-]{40,}/g },
  {
    kind: "resend",
    keywords: ["re_"],
    pattern: () => /(\b|\\[nrt])re_[A-Za-z0-9]{6,12}_[A-Za-z0-9]{20,}/g,
    accepts: hasDigit
  },
  { kind: "postman", keywords: ["pmak-"], pattern: () => /PMAK-[0-9a-f]{24}-[0-9a-f]{30,}/g },
  { kind: "new-relic", keywords: ["nrak-", "nrii-", "nrjs-", "nrra-"], pattern: () => /NR(?:AK|II|JS|RA)-[\w-]{15,}/g },
  { kind: "grafana", keywords: ["glc_", "glsa_"], pattern: () => /gl(?:c|sa)_[\w+/=]{32,}/g },
  { kind: "sentry", keywords: ["sntrys_", "sntryu_"], pattern: () => /sntry[su]_[\w+/=-]{30,}/g },
  { kind: "supabase", keywords: ["sbp_", "sb_secret_"], pattern: () => /(?:sbp_[0-9a-f]{40,}|sb_secret_[\w-]{20,})/g },
  { kind: "telegram", keywords: [":aa"], pattern: () => /(\b|\\[nrt])\d{8,10}:AA[\w-]{33,}/g },
  { kind: "discord", keywords: ["discord", "bot"], pattern: () => /\b[MNO][\w-]{22,28}\.[\w-]{6,7}\.[\w-]{27,}/g },
  {
    kind: "webhook",
    keywords: ["hooks.slack.com", "/api/webhooks/"],
    pattern: () => /(hooks\.slack\.com\/[a-z]{1,12}\/|\/api\/webhooks\/\d{10,25}\/)[\w/+-]{16,}/g
  },
  { kind: "cloudflare", keywords: ["v1.0-", "cf"], pattern: () => /(?:v1\.0-[0-9a-f]{24}-|cf(?:ut|at|k)_)[\w-]{30,}/g },
  {
    kind: "azure",
    keywords: ["key=", "sig="],
    pattern: () => /((?:Account|Access)Key=|[?&]sig=)[\w+/%-]{20,}={0,2}/gi
  },
  { kind: "signature", keywords: ["signature="], pattern: () => /(signature=)[0-9a-f]{64,}/gi },
  { kind: "azure", keywords: ["q~"], pattern: () => /[\w~.-]{3}\dQ~[\w~.-]{30,}/g },
  {
    kind: "url-password",
    keywords: ["://"],
    pattern: () => /(:\/\/[^\s:@/"'`<>\\[\]]{0,128}:)[^\s/"'`<>\\]{1,512}(?=@)/g,
    accepts: isValue
  },
  {
    kind: "url-token",
    keywords: ["://"],
    pattern: () => /(:\/\/)[^\s:@/"'`<>\\$[\]]{20,512}(?=@)/g,
    accepts: hasDigit
  },
  {
    kind: "authorization",
    keywords: ["authorization"],
    pattern: () => /(authorization["'\\]{0,3}[ \t]{0,4}[:=][ \t]{0,4}["'\\]{0,3}(?:(?:bearer|basic|token|digest|apikey|bot)[ \t]{1,4})?)[^\s"'`,;\\[\]]{6,}/gi,
    accepts: (value, kept) => isValue(value) && (/[a-z][ \t]+$/i.test(kept) || isAssigned(value, kept))
  },
  { kind: "bearer", keywords: ["bearer"], pattern: () => /(bearer[ \t]{1,4})[\w.~+/=-]{16,}/gi, accepts: hasDigit },
  {
    kind: "cookie",
    keywords: ["cookie"],
    pattern: () => new RegExp(String.raw`(cookie["'\\]{0,3}[ \t]{0,4}:[ \t]{0,4}["'\\]{0,3})${cookies()}`, "gi"),
    accepts: (value) => /=[^;]{8}/.test(value)
  },
  {
    kind: "cookie",
    keywords: ["curl"],
    pattern: () => /(curl\b[^\n|;]{0,300}?[ \t](?:-b|--cookie)[ \t=]{1,2}["']?[\w.$-]{1,100}=)[^\s"'`\\]+/g,
    accepts: isValue
  },
  {
    kind: "password",
    keywords: ["login", "sshpass", "redis-cli", "sqlcmd", "zip", "7z", "openssl", "smbclient", "http"],
    pattern: () => /((?:(?:sshpass|(?:docker|podman|nerdctl|helm|skopeo|az)[ \t][^\n|;&]{0,60}?login)\b[^\n|;&]{0,300}?[ \t]-p[ \t]{0,4}|redis-cli\b[^\n|;&]{0,300}?[ \t]-a[ \t]{1,4}|(?:sqlcmd|zip)\b[^\n|;&]{0,300}?[ \t]-P[ \t]{1,4}|7za?\b[^\n|;&]{0,300}?[ \t]-p|openssl\b[^\n|;&]{0,300}?[ \t"']pass:|smbclient\b[^\n|;&]{0,300}?%|https?[ \t][^\n|;&]{0,300}?(?:-a|--auth)[ \t=]{1,2}["']?[^\s:"']{1,100}:|vault[ \t]{1,4}login[ \t]{1,4}(?:token=)?|login\s{1,8}[^\s"']{1,100}\s{1,8}password\s{1,8})["']?)[^\s"'`\\-][^\s"'`\\]*/g,
    accepts: isValue
  },
  {
    kind: "password",
    keywords: ["sudo"],
    pattern: () => /(echo[ \t]{1,4}(?:-n[ \t]{1,4})?["']?)[^\s"'`\\]{1,200}(?=["']?[ \t]{0,4}\|[ \t]{0,4}sudo[ \t]{1,4}-S)/g,
    accepts: isValue
  },
  {
    kind: "password",
    keywords: ["identified ", "password '"],
    pattern: () => /((?:identified[ \t]{1,4}(?:with[ \t]{1,4}\w{1,40}[ \t]{1,4})?by|password)[ \t]{1,4}')(?:[^'\\\n]|\\.)+/gi,
    accepts: isValue
  },
  {
    kind: "password",
    keywords: ["curl", "mysql", "mariadb"],
    pattern: () => /((?:curl\b[^\n|;]{0,300}?[ \t](?:-u|--user)[ \t=]{0,2}["']?[^\s:"']{1,100}:|(?:mysql(?:dump|admin)?|mariadb)\b[^\n|;]{0,300}?[ \t]-p["']?))[^\s"'`\\]+/g,
    accepts: isValue
  },
  {
    kind: "secret",
    keywords: ["pass", "pwd", "secret", "token", "key", ":_auth"],
    pattern: () => /((?:pass(?:word|wd|phrase|code)|(?<=[_-])pass|(?<=:)_auth|pwd|secret(?:[ _-]?(?:access[_-]?)?key)?(?:_base)?|token|(?:api|access|private|auth|account|storage|encryption|signing|master)[ _-]?key)(?:[_-]?\d{1,3})?(?:["'\\]{1,3}\]?)?[ \t]{0,8}(?:=>|:=|={1,3}|:)[ \t]{0,8})(?:[frb]?"(?:[^"\\\n]|\\.)+|[frb]?'(?:[^'\\\n]|\\.)+|`[^`\n]+|\\{1,3}["'][^"'\\\n]+|(?![\w$.?!]{0,200}[([{])[^\s"'`,;|<>(){}[\]\\&:=][^\s"'`,;|<>(){}[\]\\&]*)/gi,
    accepts: isAssigned
  },
  {
    kind: "secret",
    keywords: ["word ", "phrase ", "passwd ", "pwd ", "secret ", "token ", "key "],
    pattern: () => /((?:^|\s)--?[\w-]{0,30}?(?:pass(?:word|wd|phrase)|pwd|secret|token|(?:api|access|private|auth|account)-?key)[ ]{1,4}["']?)[^\s"'`,;|<>()[\]\\-][^\s"'`|<>()[\]\\]*/gi,
    accepts: isValue
  },
  {
    kind: "secret",
    keywords: ["set"],
    pattern: () => /(set[x ][^\n|;]{0,200}?(?:pass(?:word|wd|phrase)?|secret|token|key)[ \t]{1,4}["']?)[^\s"'`,;|<>()[\]\\=-][^\s"'`,;|<>()[\]\\]*/gi,
    accepts: (value) => value.length >= 8 && hasDigit(value)
  },
  {
    kind: "secret",
    keywords: ["is ", "is:"],
    pattern: () => /((?:pass(?:word|wd|phrase)|secret|token|(?:api|access|private|secret)[ _-]?key)[ \t]{1,4}is:?[ \t]{1,4}["'`]?)[^\s"'`,;|<>()[\]\\]{6,}/gi,
    accepts: isAssigned
  }
];

// src/hook/redact.ts
var OPENING_QUOTE = /^(?:[frb]?["'`]|\\{1,3}["'])/, MARKER = /^\[redacted:[\w-]+\]$/, MARGIN_CHARS = 4096;
function redact(text) {
  let redacted = applyRules(text);
  return redacted === text ? text : redact(redacted);
}
function applyRules(text) {
  let lower = text.toLowerCase(), result = text;
  for (let rule of RULES2)
    for (let keyword of rule.keywords) {
      if (!lower.includes(keyword))
        continue;
      result = applyRule(rule, result);
      break;
    }
  return result;
}
function applyRule({ kind, pattern, accepts }, text) {
  return text.replace(pattern(), (match, group) => {
    let name = typeof group === "string" ? group : "", kept = name + (OPENING_QUOTE.exec(match.slice(name.length))?.[0] ?? ""), value = match.slice(kept.length);
    if (MARKER.test(value) || accepts?.(value, kept) === !1)
      return match;
    return `${kept}[redacted:${kind}]`;
  });
}
function clip(text, maxChars) {
  let readChars = 2 * maxChars + MARGIN_CHARS, isCut = text.length > readChars, redacted = isCut ? withoutLastToken(redact(text.slice(0, readChars))) : redact(text);
  return !isCut && redacted.length <= maxChars ? redacted : ellipsize(redacted, maxChars);
}
function ellipsize(text, maxChars) {
  let end = Math.min(text.length, maxChars - 1);
  if (/[\ud800-\udbff]/.test(text.charAt(end - 1)))
    end--;
  return `${text.slice(0, end)}\u2026`;
}
function withoutLastToken(text) {
  let from = Math.max(0, text.length - MARGIN_CHARS), end = text.length;
  while (end > from && !/\s/.test(text.charAt(end - 1)))
    end--;
  return text.slice(0, end);
}

// src/hook/payload.ts
var EVENTS = [
  "PostToolUse",
  "PostToolUseFailure",
  "SessionStart",
  "UserPromptSubmit",
  "Stop",
  "SubagentStop",
  "PreCompact",
  "SessionEnd"
], MAX_SESSION_ID_CHARS = 256;
function parsePayload(text) {
  let fields = recordOf(parseJson(text)), event = eventOf(fields.hook_event_name), sessionId = textOf(fields.session_id);
  if (event === void 0 || sessionId === void 0 || !isSessionId(sessionId))
    return null;
  return { event, sessionId, fields, text };
}
function eventOf(name) {
  for (let event of EVENTS)
    if (event === name)
      return event;
  return;
}
function parseJson(text) {
  try {
    return JSON.parse(text);
  } catch {
    return;
  }
}
function isSessionId(value) {
  return value.length <= MAX_SESSION_ID_CHARS && !hasControl(value);
}
function recordOf(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
}
function listOf(value) {
  return Array.isArray(value) ? value : [];
}
function firstOf(value, maxItems) {
  return listOf(value).slice(0, maxItems).map(recordOf);
}
function textOf(value) {
  return typeof value === "string" && value !== "" ? value : void 0;
}
function numberOf(value) {
  return typeof value === "number" && Number.isFinite(value) ? value : void 0;
}
var MAX_CHARS = {
  id: 256,
  word: 128,
  path: 1024,
  prompt: 2000,
  message: 4000,
  command: 500,
  error: 600,
  plan: 4000,
  todo: 300,
  description: 300,
  agentMessage: 1000
};
function keptText(value, sort) {
  let text = textOf(value);
  return text === void 0 ? void 0 : clip(text, MAX_CHARS[sort]);
}
function idOf(value) {
  return keptText(typeof value === "number" ? String(value) : value, "id");
}
function keyOf(id, { text }) {
  return idOf(id) ?? `hash:${Bun.hash(text).toString(36)}`;
}
function pick(fields, sorts) {
  let kept = {};
  for (let name in sorts)
    kept[name] = keptText(fields[name], sorts[name] ?? "word");
  return withoutUndefined(kept);
}
function withoutUndefined(fields) {
  let kept = {};
  for (let name in fields)
    if (fields[name] !== void 0)
      kept[name] = fields[name];
  return kept;
}

// src/hook/entries.ts
var CHECKPOINTS = {
  PostToolUse: "auto",
  PostToolUseFailure: "auto",
  SubagentStop: "auto",
  PreCompact: "compact",
  Stop: "stop",
  SessionEnd: "stop"
};
function checkpointType(event) {
  return CHECKPOINTS[event] ?? null;
}
var PRIORITIES = { update_checkpoint: 3, update_instance: 5, insert_agent: 5, insert_log: 7 };
function buildEntries(sighting, checkpoint) {
  let { payload, instanceId, atMs, facts, pid } = sighting, { sessionId, event } = payload, operation = operationIn(facts), entry = (name, body, key = "") => ({
    operation: name,
    payload: body,
    priority: PRIORITIES[name],
    metadata: { session_id: sessionId, event },
    ...operation === void 0 ? {} : { id: `${name}:${sessionId}:${operation.key}${key}` }
  }), entries = [];
  if (checkpoint !== null)
    entries.push(entry("update_checkpoint", {
      sessionId,
      instanceId,
      atMs,
      type: checkpoint,
      trigger: event,
      facts: [...facts]
    }));
  let instance = { sessionId, instanceId, atMs, status: event === "SessionEnd" ? "ended" : "active", facts: [...facts] };
  entries.push(entry("update_instance", pid === void 0 ? instance : { ...instance, pid }));
  for (let agent of agentsOf(sighting))
    entries.push(entry("insert_agent", agent, `:${agent.agentId}`));
  if (checkpoint !== null)
    entries.push(entry("insert_log", logOf(sighting, checkpoint)));
  return entries;
}
function operationIn(facts) {
  for (let fact of facts)
    if (fact.kind === "operation")
      return fact;
  return;
}
function agentsOf({ payload, atMs, facts }) {
  let agents = [];
  for (let { kind, key, data } of facts) {
    if (kind !== "agent" || (data.type ?? data.description) === void 0)
      continue;
    agents.push({
      sessionId: payload.sessionId,
      agentId: key,
      atMs,
      name: textOf(data.description) ?? textOf(data.type) ?? key,
      type: textOf(data.type) ?? "agent",
      status: data.status === "completed" ? "completed" : "running"
    });
  }
  return agents;
}
function logOf({ payload, atMs, facts }, checkpoint) {
  let operation = operationIn(facts)?.data, tool = operation === void 0 ? "" : ` ${textOf(operation.tool) ?? ""}`;
  return {
    sessionId: payload.sessionId,
    atMs,
    level: operation?.outcome === "failed" ? "warn" : "info",
    message: `${checkpoint} checkpoint after ${payload.event}${tool}`,
    ...operation === void 0 ? {} : { data: { ...operation } }
  };
}

// src/hook/facts.ts
var MAX_ITEMS = { todos: 50, files: 200, background: 20 };
function factsOf(payload, atMs) {
  let facts = [], add = (kind, key, data) => void facts.push({ kind, key, atMs, data: withoutUndefined(data) }), { fields } = payload;
  switch (add("session", "", {
    ...pick(fields, { cwd: "path", model: "word" }),
    transcriptPath: keptText(fields.transcript_path, "path"),
    permissionMode: keptText(fields.permission_mode, "word"),
    source: payload.event === "SessionStart" ? keptText(fields.source, "word") : void 0,
    title: keptText(fields.session_title, "description")
  }), payload.event) {
    case "PostToolUse":
    case "PostToolUseFailure":
      addOperation(payload, add);
      break;
    case "UserPromptSubmit":
      addPrompt(payload, add);
      break;
    case "Stop":
      addStop(fields, add);
      break;
    case "SubagentStop":
      addSubagentStop(fields, add);
      break;
    case "PreCompact": {
      let instructions = keptText(fields.custom_instructions, "prompt");
      add("compact", "", { trigger: keptText(fields.trigger, "word"), instructions });
      break;
    }
    case "SessionEnd":
      add("end", "", { reason: keptText(fields.reason, "word") });
      break;
    case "SessionStart":
      break;
  }
  return facts;
}
function addOperation(payload, add) {
  let { event, fields } = payload, tool = textOf(fields.tool_name), input = recordOf(fields.tool_input), key = keyOf(fields.tool_use_id, payload), isShell = tool === "Bash" || tool === "PowerShell", isAgent = tool === "Agent" || tool === "Task", isFailed = event === "PostToolUseFailure", command = isShell ? keptText(input.command, "command") : void 0, description = isShell || isAgent ? keptText(input.description, "description") : void 0;
  if (add("operation", key, {
    tool: keptText(tool, "word"),
    target: keptText(input.file_path ?? input.notebook_path, "path") ?? (isShell ? command : description),
    outcome: isFailed ? "failed" : "ok",
    durationMs: numberOf(fields.duration_ms),
    agentId: idOf(fields.agent_id)
  }), !isFailed)
    addToolEffects(tool ?? "", input, recordOf(fields.tool_response), add);
  if (!isShell)
    return;
  let error = isFailed ? keptText(fields.error, "error") : void 0;
  add("command", key, { command, description, outcome: commandOutcome(payload), error });
}
function commandOutcome({ event, fields }) {
  if (event === "PostToolUseFailure")
    return fields.is_interrupt === !0 ? "interrupted" : "failed";
  let response = recordOf(fields.tool_response);
  if (textOf(response.backgroundTaskId) !== void 0)
    return "background";
  return response.interrupted === !0 ? "interrupted" : "ok";
}
function addToolEffects(tool, input, response, add) {
  switch (tool) {
    case "Write":
    case "Edit":
    case "MultiEdit":
    case "NotebookEdit": {
      let path = keptText(input.file_path ?? input.notebook_path ?? response.filePath, "path");
      if (path === void 0 || response.staged === !0)
        break;
      let isCreated = tool === "Write" && response.type === "create";
      add("file", path, { change: isCreated ? "created" : "modified", by: tool });
      break;
    }
    case "Bash":
    case "PowerShell":
      if (response.bashEditDiff !== void 0)
        addShellFiles(tool, recordOf(response.bashEditDiff), add);
      break;
    case "Agent":
    case "Task":
      addAgent(input, response, add);
      break;
    case "TodoWrite": {
      let todos = firstOf(input.todos ?? response.newTodos, MAX_ITEMS.todos);
      add("todos", "", { todos: todos.map((todo) => pick(todo, { content: "todo", status: "word" })) });
      break;
    }
    case "TaskCreate":
    case "TaskUpdate":
      addTask(input, response, add);
      break;
    case "ExitPlanMode": {
      let text = keptText(response.plan ?? input.plan, "plan"), filePath = keptText(response.filePath ?? input.planFilePath, "path");
      if (text !== void 0)
        add("plan", "", { text, filePath });
      break;
    }
  }
}
function addShellFiles(tool, diff, add) {
  let changes = /* @__PURE__ */ new Map;
  for (let path of listOf(diff.changedFiles))
    changes.set(path, "modified");
  for (let file of listOf(diff.files).map(recordOf)) {
    let change = file.deleted === !0 ? "deleted" : "modified";
    changes.set(file.filePath, file.created === !0 ? "created" : change);
  }
  for (let [value, change] of [...changes].slice(0, MAX_ITEMS.files)) {
    let path = keptText(value, "path");
    if (path !== void 0)
      add("file", path, { change, by: tool });
  }
}
function addAgent(input, response, add) {
  let agentId = idOf(response.agentId);
  if (agentId === void 0)
    return;
  let launched = textOf(response.status)?.endsWith("_launched") ? "running" : void 0, texts = listOf(response.content).map((block) => textOf(recordOf(block).text) ?? "");
  add("agent", agentId, {
    type: keptText(response.agentType ?? input.subagent_type, "word"),
    description: keptText(input.description, "description"),
    status: response.status === "completed" ? "completed" : launched,
    lastMessage: keptText(texts.join(`
`), "agentMessage")
  });
}
function addTask(input, response, add) {
  let task = recordOf(response.task), taskId = idOf(task.id ?? response.taskId ?? input.taskId);
  if (taskId === void 0 || response.success === !1)
    return;
  let status = input.status ?? (task.id === void 0 ? void 0 : "pending"), subject = keptText(task.subject ?? input.subject, "todo");
  add("task", taskId, { subject, status: keptText(status, "word") });
}
function addPrompt(payload, add) {
  let prompt = textOf(payload.fields.prompt)?.trimStart() ?? "";
  if (prompt.startsWith("<task-notification>")) {
    let agentId = idOf(/<task-id>([^<\s]{1,256})<\/task-id>/.exec(prompt)?.[1]), isCompleted = prompt.includes("<status>completed</status>");
    if (agentId !== void 0 && isCompleted)
      add("agent", agentId, { status: "completed" });
  } else if (prompt !== "")
    add("prompt", keyOf(payload.fields.prompt_id, payload), { text: keptText(prompt, "prompt") });
}
function addStop(fields, add) {
  let text = keptText(fields.last_assistant_message, "message");
  if (text !== void 0)
    add("message", "last", { text });
  if (!Array.isArray(fields.background_tasks) && !Array.isArray(fields.session_crons))
    return;
  let tasks = firstOf(fields.background_tasks, MAX_ITEMS.background).map((task) => pick(task, { id: "id", type: "word", status: "word", description: "description", command: "command" })), crons = firstOf(fields.session_crons, MAX_ITEMS.background).map((cron) => ({
    ...pick(cron, { id: "id", schedule: "word", prompt: "description" }),
    recurring: cron.recurring === !0
  }));
  add("background", "", { tasks, crons });
}
function addSubagentStop(fields, add) {
  let agentId = idOf(fields.agent_id);
  if (agentId === void 0 || fields.agent_type === "")
    return;
  let lastMessage = keptText(fields.last_assistant_message, "agentMessage");
  add("agent", agentId, { type: keptText(fields.agent_type, "word"), status: "completed", lastMessage });
}

// src/queue/libc-files.ts
var O_NOFOLLOW = process.arch === "arm64" ? 32768 : 131072;
var encoder = /* @__PURE__ */ new TextEncoder, decoder = /* @__PURE__ */ new TextDecoder, cString = (text) => encoder.encode(`${text}\x00`), nativeFfi = Bun.FFI;
function openLibrary({ dlopen }) {
  return dlopen("libc.so.6", {
    open: { args: ["buffer", "i32", "i32"], returns: "i32" },
    read: { args: ["i32", "buffer", "u64"], returns: "i32" },
    write: { args: ["i32", "buffer", "u64"], returns: "i32" },
    close: { args: ["i32"], returns: "i32" },
    rename: { args: ["buffer", "buffer"], returns: "i32" },
    lseek: { args: ["i32", "u64", "i32"], returns: "i32" },
    umask: { args: ["u32"], returns: "u32" },
    statx: { args: ["i32", "buffer", "i32", "u32", "buffer"], returns: "i32" },
    poll: { args: ["buffer", "u64", "i32"], returns: "i32" }
  }).symbols;
}
function failed(call, path) {
  return Error(`${call} failed: ${path}`);
}
async function openLibcFiles(ffi = nativeFfi) {
  if (process.platform !== "linux" || process.arch !== "x64" && process.arch !== "arm64")
    return null;
  let opener = ffi ?? await import("bun:ffi"), libc;
  try {
    libc = openLibrary(opener);
  } catch {
    return null;
  }
  let opened, rest = () => opened ??= openRest(opener);
  return {
    create(path, text) {
      let fd = libc.open(cString(path), 193, 384);
      if (fd < 0)
        throw failed("open", path);
      if (writeAll(libc, fd, encoder.encode(text)))
        return;
      throw rest().unlink(cString(path)), failed("write", path);
    },
    append: (path, bytes) => writeTo(libc, path, 3137 | O_NOFOLLOW, bytes),
    overwrite: (path, text) => writeTo(libc, path, 2049 | O_NOFOLLOW, encoder.encode(text)),
    rename(from, to) {
      if (libc.rename(cString(from), cString(to)) !== 0)
        throw failed("rename", from);
    },
    link(from, to) {
      if (rest().link(cString(from), cString(to)) !== 0)
        throw failed("link", to);
    },
    unlink(path) {
      if (rest().unlink(cString(path)) !== 0)
        throw failed("unlink", path);
    },
    sync(path) {
      let fd = libc.open(cString(path), 0, 0);
      if (fd < 0)
        throw failed("open", path);
      let isSynced = rest().fsync(fd) === 0;
      if (libc.close(fd), !isSynced)
        throw failed("fsync", path);
    },
    ring: (path) => ring(libc, path),
    read: (path) => readSmall(libc, path),
    size: (path) => sizeOf(libc, path),
    umask: (mask) => void libc.umask(mask),
    readStdin: (deadlineMs, maxBytes, isComplete) => readStdin(libc, deadlineMs, maxBytes, isComplete)
  };
}
function writeTo(libc, path, flags, bytes) {
  let fd = libc.open(cString(path), flags, 384);
  if (fd < 0)
    throw failed("open", path);
  if (!writeAll(libc, fd, bytes))
    throw failed("write", path);
}
function writeAll(libc, fd, bytes) {
  let written = libc.write(fd, bytes, bytes.length);
  return libc.close(fd) === 0 && written === bytes.length;
}
function openRest({ dlopen }) {
  return dlopen("libc.so.6", {
    fsync: { args: ["i32"], returns: "i32" },
    link: { args: ["buffer", "buffer"], returns: "i32" },
    unlink: { args: ["buffer"], returns: "i32" }
  }).symbols;
}
function ring(libc, path) {
  let fd = libc.open(cString(path), 2049 | O_NOFOLLOW, 0);
  if (fd < 0)
    return !1;
  let isPipe = libc.lseek(fd, 0, 1) < 0;
  if (isPipe)
    libc.write(fd, new Uint8Array([1]), 1);
  return libc.close(fd), isPipe;
}
function sizeOf(libc, path) {
  let found = new Uint8Array(256);
  if (libc.statx(-100, cString(path), 0, 512, found) !== 0)
    return null;
  let size = 0;
  for (let index = 7;index >= 0; index -= 1)
    size = size * 256 + found[40 + index];
  return size;
}
function readSmall(libc, path) {
  let fd = libc.open(cString(path), 2048, 0);
  if (fd < 0)
    return null;
  let buffer = new Uint8Array(65536), length = libc.read(fd, buffer, buffer.length);
  return libc.close(fd), length < 0 ? null : decoder.decode(buffer.subarray(0, length));
}
function readStdin(libc, deadlineMs, maxBytes, isComplete) {
  let endMs = performance.now() + deadlineMs, buffer = new Uint8Array(65536), length = 0, pollFd = new Uint8Array([0, 0, 0, 0, 1, 0, 0, 0]), isReadable = (waitMs) => libc.poll(pollFd, 1, waitMs) > 0;
  while (length < maxBytes) {
    if (length > 0 && buffer[length - 1] === 10 && !isReadable(0) && isComplete(buffer.subarray(0, length)))
      break;
    let leftMs = endMs - performance.now();
    if (!isReadable(leftMs > 0 ? leftMs + 1 | 0 : 0))
      break;
    if (length === buffer.length) {
      let larger = new Uint8Array(buffer.length * 4);
      larger.set(buffer), buffer = larger;
    }
    let got = libc.read(0, buffer.subarray(length), buffer.length - length);
    if (got <= 0)
      break;
    length += got;
  }
  return buffer.subarray(0, length < maxBytes ? length : maxBytes);
}

// src/hook/io.ts
async function openHookIo() {
  let io = await openLibcFiles() ?? (await import("./node-io-65fjramn.js")).nodeHookIo;
  return io.umask(63), io;
}

// src/hook/plugin.ts
var ENTRY = /[\\/](?:hive-hook(?:\.exe)?|src[\\/]cli[\\/]main\.ts)"/;
function isInSettings(io, env) {
  let project = env.CLAUDE_PROJECT_DIR || process.cwd(), own = env.CLAUDE_CONFIG_DIR || `${env.HOME}/.claude`;
  return [`${project}/.claude/settings.json`, `${project}/.claude/settings.local.json`, `${own}/settings.json`].some((path) => ENTRY.test(io.read(path) ?? ""));
}

// src/hook/throttle.ts
function readNote(io, paths, instanceId) {
  let path = `${paths.instances}/${isFileName(instanceId) ? instanceId : hashOf(instanceId)}.json`;
  return { path, text: io.read(path) };
}
function notedMs({ text }) {
  return text === null ? Number.NaN : Number(text);
}
function isDue(lastMs, nowMs, intervalSeconds) {
  return !(lastMs <= nowMs && nowMs - lastMs < intervalSeconds * 1000);
}
function writeNote(io, paths, last, nowMs) {
  let text = String(nowMs - nowMs % 1);
  if (last.text?.length === text.length && String(notedMs(last)) === last.text)
    return io.overwrite(last.path, text);
  let temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  io.create(temporary, text), orRemove(io, temporary, () => io.rename(temporary, last.path));
}

// src/worker/start-gate.ts
function gatePath(paths) {
  return `${paths.workers}/starting`;
}
function parseGate(text) {
  let [untilMs = Number.NaN, starts = Number.NaN] = (text ?? "").split(" ").map(Number);
  return Number.isFinite(untilMs) && Number.isSafeInteger(starts) && starts >= 0 ? { untilMs, starts } : null;
}
function mayStart(files, paths, nowMs) {
  let path = gatePath(paths), text = files.read(path), gate = parseGate(text);
  if (gate !== null && gate.untilMs > nowMs && gate.untilMs - nowMs <= 300000)
    return !1;
  try {
    if (text !== null && !takeAway(files, paths, text))
      return !1;
    let starts = (gate?.starts ?? 0) + 1, waitMs = Math.min(300000, 5000 * 2 ** (starts - 1));
    return shut(files, paths, gateText(nowMs + waitMs, starts)), !0;
  } catch {
    return !1;
  }
}
function shut(files, paths, text) {
  let path = gatePath(paths), temporary = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  files.create(temporary, text);
  try {
    files.link(temporary, path);
  } catch (error) {
    if (files.read(path) !== null)
      throw error;
    files.create(path, text);
  } finally {
    files.unlink(temporary);
  }
}
function gateText(untilMs, starts) {
  return `${Math.ceil(untilMs)} ${starts}
`;
}
function takeAway(files, paths, seen) {
  let away = `${paths.tmp}/${Bun.randomUUIDv7()}`;
  if (files.rename(gatePath(paths), away), files.read(away) === seen)
    return files.unlink(away), !0;
  return files.rename(away, gatePath(paths)), !1;
}
// package.json
var version = "0.1.0";
var package_default = {
  name: "hive",
  version,
  description: "Saves a coding agent's working state without the agent noticing: a directory queue, one event-driven worker, SQLite, and the harness that measures it.",
  license: "MIT",
  type: "module",
  private: !0,
  bin: {
    hive: "scripts/hive"
  },
  exports: {
    ".": "./src/index.ts"
  },
  files: [
    "src",
    "scripts/hive",
    "plugin/bin/find-bun",
    "README.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "LICENSE"
  ],
  engines: {
    bun: ">=1.4.5"
  },
  scripts: {
    hive: "bun src/cli/main.ts",
    worker: "bun src/cli/main.ts worker",
    bench: "bun src/cli/main.ts bench",
    "bench:gate": "bun src/cli/main.ts bench --gate",
    "bench:micro": "bun bench/micro/steps.bench.ts",
    torture: "bun scripts/torture.ts",
    mutations: "bun scripts/mutations.ts",
    verify: "scripts/test",
    lint: "oxlint --type-aware",
    unused: "knip"
  },
  dependencies: {
    "@clack/prompts": "1.9.0",
    commander: "15.1.0",
    "jsonc-parser": "3.3.1",
    kysely: "0.29.9",
    valibot: "1.5.0"
  },
  devDependencies: {
    "@secretlint/core": "13.0.7",
    "@secretlint/secretlint-rule-preset-recommend": "13.0.7",
    "bun-types": "1.4.5",
    "fast-check": "4.10.2",
    knip: "6.44.2",
    mitata: "1.0.34",
    oxlint: "1.94.0",
    "oxlint-tsgolint": "7.0.2007"
  }
};

// src/version.ts
var VERSION = version;

// src/hook/call-worker.ts
var HEARTBEAT_LAG_MS = 2000, APART_MS = 250;
function isDoubtful(heartbeat, lastMs, nowMs) {
  if (heartbeat === null)
    return !1;
  if (fieldOf(heartbeat, "version") !== VERSION)
    return !0;
  if (!(nowMs - lastMs > APART_MS))
    return !1;
  let aliveAt = fieldOf(heartbeat, "last_process_time") ?? fieldOf(heartbeat, "started_at"), aliveAtMs = Date.parse(aliveAt ?? "");
  return lastMs - aliveAtMs > HEARTBEAT_LAG_MS || aliveAtMs - nowMs > HEARTBEAT_LAG_MS;
}
function fieldOf(json, name) {
  let start = `"${name}":"`, from = json.indexOf(start);
  return from < 0 ? void 0 : json.slice(from + start.length, json.indexOf('"', from + start.length));
}
async function callWorker(io, paths, nowMs) {
  if (!mayStart(io, paths, nowMs))
    return;
  (await import("./start-worker-eeqrpey7.js")).startWorker(paths.root);
}

// src/hook/main.ts
var STDIN_DEADLINE_MS = 1000, MAX_STDIN_BYTES = 67108864, decoder2 = /* @__PURE__ */ new TextDecoder;
async function runHook2(options) {
  let root;
  try {
    let io = await openHookIo();
    if (options.env.HIVE_PLUGIN && isInSettings(io, options.env))
      return;
    options.onPhase?.("opened");
    let bytes = await io.readStdin(STDIN_DEADLINE_MS, MAX_STDIN_BYTES, (got) => parseJson2(got) !== null);
    options.onPhase?.("read");
    let payload = parsePayload(decoder2.decode(bytes));
    if (payload === null)
      return;
    root = stateDirectory(options.env, payload, io), options.onPhase?.("parsed");
    let config = await readConfig(io, root);
    if (payload.event === "SessionStart" && config.restoreContext)
      await restore(root, payload, config, options);
    await save(io, root, payload, config, options);
  } catch (error) {
    await (await import("./fallback-ds9fzp26.js")).logFailure(root, error);
  }
}
function parseJson2(bytes) {
  try {
    return JSON.parse(decoder2.decode(bytes));
  } catch {
    return null;
  }
}
function stateDirectory(env, { fields }, io) {
  if (env.HIVE_ROOT)
    return absolute(env.HIVE_ROOT);
  let cwd = typeof fields.cwd === "string" && fields.cwd.startsWith("/") ? fields.cwd : process.cwd(), project = absolute(env.CLAUDE_PROJECT_DIR || cwd);
  for (let directory = project;directory !== ""; directory = directory.slice(0, directory.lastIndexOf("/"))) {
    if (directory === env.HOME && directory !== project)
      continue;
    if (io.size(`${directory}/.hive-mind`) !== null)
      return `${directory}/.hive-mind`;
  }
  if (io.size(project) === null)
    throw Error(`the project ${project} is gone: nothing is saved`);
  return `${project}/.hive-mind`;
}
function absolute(path) {
  return path.startsWith("/") ? path : `${process.cwd()}/${path}`;
}
async function restore(root, payload, config, options) {
  try {
    let { env, nowMs } = options;
    (await import("./restore-3ar0wtxn.js")).restore({ root, payload, config, nowMs, env, pid: agentPid(env) });
  } catch (error) {
    await (await import("./fallback-ds9fzp26.js")).logFailure(root, error);
  }
}
function instanceOf(env, { sessionId }) {
  let given = env.HIVE_INSTANCE_ID || sessionId;
  return given.length <= MAX_CHARS.id ? given : hashOf(given);
}
var agentPid = (env) => Number(env.CLAUDE_PID) || void 0;
async function save(io, root, payload, config, options) {
  let { env, nowMs } = options, paths = queuePaths(root), instanceId = instanceOf(env, payload), last = readNote(io, paths, instanceId), type = checkpointType(payload.event), lastMs = notedMs(last), checkpoint = type === "auto" && !isDue(lastMs, nowMs, config.checkpointIntervalSeconds) ? null : type;
  options.onPhase?.("decided");
  let sighting = { payload, instanceId, atMs: nowMs, facts: factsOf(payload, nowMs), pid: agentPid(env) }, entries = [];
  for (let entry of buildEntries(sighting, checkpoint))
    entries.push(completeEntry(entry, systemClock.nowMs()));
  options.onPhase?.("built");
  let isHeard = await commit(io, paths, entries, config, options);
  if (options.onPhase?.("enqueued"), checkpoint !== null)
    await note2(io, paths, last, nowMs);
  options.onPhase?.("noted");
  let isLooked = checkpoint !== null || payload.event === "SessionStart";
  if (!(isHeard && !(isLooked && isDoubtful(io.read(paths.heartbeat), lastMs, nowMs))) && (env.HIVE_WORKER_START || config.workerStart) === "hook")
    await callWorker(io, paths, nowMs);
}
async function note2(io, paths, last, nowMs) {
  try {
    writeNote(io, paths, last, nowMs);
  } catch (error) {
    await (await import("./fallback-ds9fzp26.js")).logFailure(paths.root, error);
  }
}
async function readConfig(io, root) {
  let text = io.read(`${root}/config.json`);
  if (text === null)
    return DEFAULTS;
  try {
    return resolveConfig(text);
  } catch (error) {
    return await (await import("./fallback-ds9fzp26.js")).logFailure(root, error), DEFAULTS;
  }
}
async function commit(io, paths, entries, config, options) {
  let committed = 0, onStep = (step) => {
    if (step === "renamed")
      committed += 1;
    options.onStep?.(step);
  };
  try {
    if (mayBeFull(io.size(paths.pending) ?? 0, config))
      (await import("./capacity-11gsfpkb.js")).assertCapacity(paths, config);
    let { durability, maxEntryBytes } = config;
    return enqueue(paths, io, entries, { durability, maxEntryBytes, onStep });
  } catch (error) {
    let left = entries.slice(committed);
    return (await import("./fallback-ds9fzp26.js")).saveWithoutQueue(paths, left, config, error);
  }
}

export { DEFAULTS, resolveConfig, FIRST_PRIORITY, LAST_PRIORITY, parseEntryName, entryName, isOwnSeq, ownSeqAtMs, isOwnName, completeEntry, decodeEntry, journalName, enqueue, queuePaths, queueDirectories, mayBeFull, textOf, gatePath, parseGate, package_default, VERSION, runHook2 };
