// @bun
// src/base/clock.ts
var systemClock = {
  nowMs: () => performance.timeOrigin + performance.now()
}, LAST_MS = 8640000000000000;
function timeText(atMs) {
  return new Date(Math.min(8640000000000000, Math.max(-8640000000000000, atMs)) || 0).toISOString();
}

// src/base/errors.ts
var EXIT_CODES = {
  HIVE_BUG: 1,
  HIVE_UNHEALTHY: 3,
  HIVE_GATE_FAILED: 4,
  HIVE_GATE_TOO_NOISY: 5,
  HIVE_INVALID_OPTION: 20,
  HIVE_INVALID_ENTRY: 21,
  HIVE_ENTRY_TOO_LARGE: 22,
  HIVE_NOT_FOUND: 23,
  HIVE_SQL_REFUSED: 24,
  HIVE_QUEUE_UNAVAILABLE: 30,
  HIVE_QUEUE_FULL: 40,
  HIVE_STORE_UNAVAILABLE: 50,
  HIVE_MIGRATION: 51,
  HIVE_BENCH_FAILED: 60,
  HIVE_BUDGET_MISSED: 61,
  HIVE_CANCELLED: 130
};

class HiveError extends Error {
  code;
  hint;
  constructor(code, message, options = {}) {
    super(message, "cause" in options ? { cause: options.cause } : void 0);
    this.code = code, this.hint = options.hint;
  }
  get name() {
    return "HiveError";
  }
  get exitCode() {
    return EXIT_CODES[this.code];
  }
}
function errorCode(error) {
  if (typeof error !== "object" || error === null || !("code" in error))
    return;
  return typeof error.code === "string" ? error.code : void 0;
}
function errorMessage(error) {
  return error instanceof Error ? error.message : String(error);
}

// src/base/json.ts
var MAX_DEPTH = 500;
function isDeeperThan(value, levels, text) {
  return text.length > 2 * levels && opens(text, levels) && nestsBelow(value, levels);
}
function opens(text, brackets) {
  let found = 0;
  for (let at = 0;at < text.length; at += 1) {
    let code = text.charCodeAt(at);
    if ((code === 91 || code === 123) && (found += 1) > brackets)
      return !0;
  }
  return !1;
}
function nestsBelow(value, levels) {
  if (typeof value !== "object" || value === null)
    return !1;
  return levels === 0 || Object.values(value).some((child) => nestsBelow(child, levels - 1));
}
function objectIn(text) {
  try {
    let value = JSON.parse(text);
    return isObject(value) && !isDeeperThan(value, 500, text) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError)
      return null;
    throw error;
  }
}
function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
function textOf(value) {
  return typeof value === "string" && value !== "" ? value : void 0;
}

// src/origin/directories.ts
var DIRECTORIES = {
  data: { variable: "XDG_DATA_HOME", below: "/.local/share" },
  config: { variable: "XDG_CONFIG_HOME", below: "/.config" }
};
function isDevious(path) {
  let name = `${path}/`;
  if (path.includes("//") || name.includes("/./") || name.includes("/../"))
    return !0;
  return name.startsWith("/proc/") || name.startsWith("/dev/") && !path.startsWith("/dev/shm/");
}
function directoryByEnvironment(which, env, state) {
  let { variable, below } = DIRECTORIES[which], inNone = projectsOf(env, state), named = env[variable];
  if (named !== void 0 && isBelievable(named, inNone))
    return `${named}/hive`;
  let home = env.HOME ? `${env.HOME}${below}` : "";
  return isBelievable(home, inNone) ? `${home}/hive` : null;
}
function isBelievable(directory, inNone) {
  if (!directory.startsWith("/") || isDevious(directory))
    return !1;
  for (let project of inNone)
    if (isWithin(directory, project))
      return !1;
  return !0;
}
function projectsOf(env, state) {
  let named = env.CLAUDE_PROJECT_DIR, own = state === void 0 ? [] : [state.slice(0, state.lastIndexOf("/"))];
  return named === void 0 ? own : [...own, named];
}
var isWithin = (path, project) => project.length > 1 && (path === project || path.startsWith(project.endsWith("/") ? project : `${project}/`));

export { systemClock, LAST_MS, timeText, EXIT_CODES, HiveError, errorCode, errorMessage, MAX_DEPTH, isDeeperThan, objectIn, isObject, textOf, directoryByEnvironment, isBelievable, projectsOf };
