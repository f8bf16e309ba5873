// @bun
import"./main-209cm0ej.js";
import {
  Store2
} from "./main-94gfqqx9.js";
import {
  EXIT_CODES,
  HiveError
} from "./main-k3peqx11.js";

// src/worker/apart.ts
import { dlopen } from "bun:ffi";
import { writeSync } from "fs";
var GRACE_SECONDS = 2;
async function runApart() {
  let request = JSON.parse(await Bun.stdin.text());
  endItself(request.limitMs);
  try {
    return writeSync(1, JSON.stringify(await apply(request))), 0;
  } catch (error) {
    if (!(error instanceof HiveError))
      throw error;
    return writeSync(2, error.message), EXIT_CODES[error.code];
  }
}
async function apply({ root, entries, nowMs, options }) {
  if (!Store2.exists(root))
    throw new HiveError("HIVE_STORE_UNAVAILABLE", "the store was deleted");
  using store = await Store2.open(root, options);
  return store.applyBatch(entries, nowMs);
}
function endItself(limitMs) {
  let library = process.platform === "darwin" ? "libSystem.B.dylib" : "libc.so.6", alarm;
  try {
    ({ alarm } = dlopen(library, { alarm: { args: ["u32"], returns: "u32" } }).symbols);
  } catch {
    return;
  }
  alarm(Math.ceil(limitMs / 1000) + GRACE_SECONDS);
}
export {
  runApart
};
