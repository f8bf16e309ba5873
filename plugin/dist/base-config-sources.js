// @bun
import {
  HiveError,
  errorMessage
} from "./base-errors.js";

// src/base/config/config.ts
var MAX = Number.MAX_SAFE_INTEGER, SETTINGS = {
  paused: {
    value: !1,
    rule: { form: "pause", words: "true, false or a time such as 2026-01-31T18:00:00Z" },
    project: { pause: !0 }
  },
  exclude: {
    value: [],
    rule: {
      form: "globs",
      words: "a list of at most 200 globs, each of 1 to 512 characters and without a ! before it"
    },
    project: { add: ["**"] }
  },
  checkpointIntervalSeconds: {
    value: 60,
    rule: { min: 0, max: 86400 },
    project: { raiseTo: 600 }
  },
  restore: {
    value: "always",
    rule: ["always", "unfinished", "off"]
  },
  workerStart: {
    value: "hook",
    rule: ["hook", "never"]
  },
  idleExitSeconds: {
    value: 300,
    rule: { min: 0, max: 31536000 }
  },
  mode: {
    value: "event",
    rule: ["event", "poll"]
  },
  durability: {
    value: "process",
    rule: ["process", "power"]
  },
  rawSql: {
    value: "dml",
    rule: ["dml", "off"],
    project: { set: "off" }
  },
  snapshots: {
    value: "on",
    rule: ["on", "off"],
    project: { set: "off" }
  },
  sessionRetentionDays: {
    value: 90,
    rule: { min: 0, max: 36500 }
  },
  archive: {
    value: "facts",
    rule: ["off", "facts", "transcripts"],
    project: { set: "off" }
  },
  archiveRetentionDays: {
    value: 0,
    rule: { min: 0, max: 36500 }
  },
  archiveMaxMegabytes: {
    value: 4096,
    rule: { min: 1, max: 1e6 }
  },
  archiveAgentScope: {
    value: "project",
    rule: ["project", "all"]
  },
  agentUndo: {
    value: "off",
    rule: ["off", "on"]
  },
  fleetUrl: {
    value: "",
    rule: { form: "url", words: "empty, or an address such as postgres://user@host/database" }
  },
  fleetShare: {
    value: ["status", "sessions"],
    rule: { form: "classes", words: "a list of: status, sessions, files, commands, prompts" }
  },
  logLevel: {
    value: "info",
    rule: ["debug", "info", "warn", "error"]
  }
}, TUNING = {
  checkpointHistory: { value: 20, rule: { min: 1, max: 1e4, isWhole: !0 } },
  maxPending: { value: 1e6, rule: { min: 1, max: MAX, isWhole: !0 } },
  maxPendingBytes: { value: 4294967296, rule: { min: 1, max: MAX, isWhole: !0 } },
  maxEntryBytes: { value: 1048576, rule: { min: 256, max: 1073741824, isWhole: !0 } },
  pollIntervalMs: { value: 100, rule: { min: 1, max: 3600000 } },
  backstopIntervalMs: { value: 30000, rule: { min: 10, max: 3600000 } },
  stuckAfterSeconds: { value: 30, rule: { min: 1, max: 86400 } },
  batchSize: { value: 512, rule: { min: 1, max: 1e4, isWhole: !0 } },
  maxAttempts: { value: 3, rule: { min: 1, max: 1000, isWhole: !0 } },
  retryBackoffMs: { value: 200, rule: { min: 0, max: 3600000 } },
  rawSqlTimeoutMs: { value: 2000, rule: { min: 10, max: 20000 } },
  ledgerRetentionHours: { value: 24, rule: { min: 1, max: 87600 } },
  deadLetterRetentionDays: { value: 30, rule: { min: 0, max: 36500 } },
  logMaxBytes: { value: 5242880, rule: { min: 1024, max: 1073741824, isWhole: !0 } },
  logFiles: { value: 3, rule: { min: 0, max: 100, isWhole: !0 } }
}, DEFAULTS = defaults();
function defaults() {
  let values = {};
  for (let name in SETTINGS)
    values[name] = SETTINGS[name].value;
  for (let name in TUNING)
    values[name] = TUNING[name].value;
  return values;
}
var SHARE_CLASSES = ["status", "sessions", "files", "commands", "prompts"];

// src/base/config/pause.ts
function pauseEndMs(paused) {
  if (typeof paused === "string")
    return Date.parse(paused);
  return paused ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
}
var isPaused = ({ paused }, nowMs) => nowMs < pauseEndMs(paused);

// src/base/config/validate.ts
var LONGEST_SHOWN = 100;
function shown(value) {
  if (typeof value === "object" && value !== null)
    return Array.isArray(value) ? "a list" : "an object";
  let text = JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}\u2026`;
}
var ruleOf = (name) => (name in SETTINGS ? SETTINGS[name] : TUNING[name]).rule;
function checked(name, value) {
  let rule = ruleOf(name), refuse = (what) => {
    let given = "form" in rule && rule.form === "url" ? "" : `, not ${shown(value)}`;
    throw new HiveError("HIVE_INVALID_OPTION", `${name} must be ${what}${given}`);
  };
  if ("form" in rule)
    return FORMS[rule.form](value) ? value : refuse(rule.words);
  if ("min" in rule) {
    let { min, max, isWhole = !1 } = rule;
    return typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value)) ? value : refuse(`a ${isWhole ? "whole " : ""}number from ${min} to ${max}`);
  }
  return typeof value === "string" && rule.includes(value) ? value : refuse(`one of ${rule.join(", ")}`);
}
var isPause = (value) => typeof value === "boolean" || typeof value === "string" && !Number.isNaN(pauseEndMs(value)), MAX_URL_CHARS = 2048, FORMS = {
  pause: (value) => isPause(value),
  globs: (value) => areGlobs(value),
  url: (value) => typeof value === "string" && value.length <= MAX_URL_CHARS,
  classes: (value) => Array.isArray(value) && value.every((one) => SHARE_CLASSES.includes(one))
}, MAX_GLOBS = 200, MAX_GLOB_CHARS = 512, areGlobs = (value) => Array.isArray(value) && value.length <= MAX_GLOBS && value.every((one) => isGlob(one)), isGlob = (value) => typeof value === "string" && value !== "" && value.length <= MAX_GLOB_CHARS && !value.startsWith("!");
function configOf(overrides = {}) {
  let resolved = { ...DEFAULTS };
  for (let name in DEFAULTS) {
    let given = overrides[name];
    if (given !== void 0)
      resolved[name] = checked(name, given);
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
      hint: "correct the file, or delete it to go back to the defaults"
    });
  }
  throw new HiveError("HIVE_INVALID_OPTION", "config.json is not a JSON object");
}

// src/base/config/sources.ts
function rootsIn(user) {
  let roots = {};
  if (user === null || !user.includes('"root"'))
    return roots;
  let projects = valuesIn(read(user, "", []).projects);
  for (let directory in projects) {
    let { root } = valuesIn(projects[directory]);
    if (typeof root === "string" && root.startsWith("/"))
      roots[directory] = root;
  }
  return roots;
}
function projectOf2(root, roots) {
  for (let directory in roots)
    if (roots[directory] === root)
      return directory;
  return root.slice(0, root.lastIndexOf("/")) || "/";
}
function readSources(io, root, directory) {
  let user = directory === null ? null : io.readOwn(userConfigIn(directory));
  return { user, project: io.read(`${root}/config.json`), directory: projectOf2(root, rootsIn(user)) };
}
var userConfigIn = (directory) => `${directory}/config.json`, TUNED = "tuning";
function resolveSources(sources, overrides = {}) {
  let warnings = [], user = read(sources.user, "your config.json", warnings), own = read(sources.project, "the project's config.json", warnings), isBroken = warnings.length > 0, here = valuesIn(valuesIn(user.projects)[sources.directory]), resolved = { ...DEFAULTS }, set = (name, given) => {
    let override = overrides[name];
    if (override !== void 0)
      resolved[name] = checked(name, override);
    else if (given !== void 0)
      resolved[name] = valueOf(name, given, warnings);
    return override === void 0;
  };
  for (let text in SETTINGS) {
    let name = text, isSum = name === "exclude", isOpen = set(name, isSum ? user[name] : given(here, name) ?? given(user, name));
    if (isOpen && isSum && here[name] !== void 0)
      resolved[name] = tightened(name, resolved[name], here[name], warnings);
    if (name === "paused" && here[name] === !1)
      continue;
    if (isOpen && own[name] !== void 0)
      resolved[name] = tightened(name, resolved[name], own[name], warnings);
  }
  if (isBroken)
    pauseIfMeant(sources, resolved, warnings);
  let [tunedHere, tuned] = [valuesIn(here[TUNED]), valuesIn(user[TUNED])];
  for (let name in TUNING)
    set(name, tunedHere[name] ?? tuned[name]);
  return { config: resolved, warnings, isBroken };
}
var isMeant = (text) => text !== null && /"(?:paused|exclude)"/.test(text);
function pauseIfMeant({ user, project }, resolved, warnings) {
  if (!isMeant(user) && !isMeant(project))
    return;
  resolved.paused = !0, warnings.push("a config.json that excludes or pauses cannot be read: nothing is saved until it can");
}
function given(values, name) {
  if (name === "restore" && values.restoreContext === !1)
    return values[name] ?? "off";
  return values[name];
}
function read(text, name, warnings) {
  if (text === null)
    return {};
  try {
    return parseFile(text);
  } catch (error) {
    return warnings.push(`${name} does not count: ${errorMessage(error)}`), {};
  }
}
var NONE = {}, valuesIn = (value) => typeof value === "object" && value !== null && !Array.isArray(value) ? value : NONE;
function valueOf(name, given, warnings) {
  try {
    return checked(name, given);
  } catch (error) {
    let project = name in SETTINGS ? SETTINGS[name].project : void 0, instead = tightest(project) ?? DEFAULTS[name];
    return warnings.push(`${errorMessage(error)}: it counts as ${typeof instead === "string" ? instead : JSON.stringify(instead)}`), instead;
  }
}
function tightest(project) {
  if (typeof project !== "object")
    return;
  if ("set" in project)
    return project.set;
  return "pause" in project ? project.pause : ("add" in project) ? project.add : void 0;
}
function tightened(name, current, given, warnings) {
  if (given === current)
    return current;
  let may = SETTINGS[name].project ?? "nothing", value = may === "nothing" ? void 0 : valueOf(name, given, warnings);
  if (typeof may === "object" && "add" in may)
    return [...current, ...value];
  if (isTighter(may, current, value))
    return value;
  return warnings.push(`the project's config.json may not set ${name} so: set it in your own config.json`), current;
}
function isTighter(may, current, value) {
  if (may === "nothing" || value === void 0)
    return !1;
  if ("set" in may)
    return value === may.set;
  if ("pause" in may)
    return pauseEndMs(value) >= pauseEndMs(current);
  if (!("raiseTo" in may))
    return !1;
  return typeof value === "number" && typeof current === "number" && value >= current && value <= may.raiseTo;
}

export { SETTINGS, TUNING, DEFAULTS, SHARE_CLASSES, pauseEndMs, isPaused, ruleOf, checked, configOf, rootsIn, projectOf2, readSources, userConfigIn, resolveSources };
