// @bun
// src/base/errors.ts
var EXIT_CODES = {
  HIVE_BUG: 1,
  HIVE_UNHEALTHY: 3,
  HIVE_GATE_FAILED: 4,
  HIVE_GATE_TOO_NOISY: 5,
  HIVE_UNDO_INCOMPLETE: 6,
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

export { EXIT_CODES, HiveError, errorCode, errorMessage };
