// @bun
import"./main-2a7wpnpf.js";
import"./main-vpwe53nj.js";
import"./main-2cr43h4d.js";
import"./main-sjaxxw6c.js";
import"./main-yc2gqbw7.js";
import {
  Store2
} from "./main-k3qxt8mq.js";
import {
  limitProcess
} from "./main-jgbkvhns.js";
import"./main-xrkrfnfg.js";
import {
  EXIT_CODES,
  HiveError,
  errorCode,
  errorMessage
} from "./main-y2g4k1sm.js";

// src/worker/apart.ts
import { writeSync } from "fs";
async function runApart() {
  let request = JSON.parse(await Bun.stdin.text()), memoryLimitBytes = limitProcess(request.limitMs);
  try {
    return writeSync(1, JSON.stringify(await apply(request, memoryLimitBytes))), 0;
  } catch (error) {
    if (error instanceof HiveError && errorCode(error.cause)?.startsWith("SQLITE_NOMEM") === !0 || !(error instanceof HiveError))
      throw error;
    return writeSync(2, error.message), EXIT_CODES[error.code];
  }
}
async function apply({ root, entries, nowMs, options }, memoryLimitBytes) {
  if (!Store2.exists(root))
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "the store was deleted");
  using store = await Store2.open(root, { ...options, memoryLimitBytes });
  store.db.run("PRAGMA temp_store = MEMORY");
  try {
    return store.applyBatch(entries, nowMs);
  } catch (error) {
    if (!(entries.length === 1 && errorCode(error) !== "HIVE_STORE_UNAVAILABLE"))
      throw error;
    return [{ kind: "rejected", error: { code: errorCode(error) ?? "HIVE_BUG", message: errorMessage(error) } }];
  }
}
export {
  runApart
};
