// @bun
import"./main-x84tped8.js";
import"./main-shr5g8eq.js";
import"./main-407xtknd.js";
import"./main-jrcycwwy.js";
import"./main-kf774zmh.js";
import {
  Store2
} from "./main-m7zkbpz2.js";
import {
  limitProcess
} from "./main-3qayft75.js";
import"./main-ps6kh1xt.js";
import {
  EXIT_CODES,
  HiveError,
  errorCode,
  errorMessage
} from "./main-whj5vxrd.js";

// src/worker/isolate/apart.ts
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
