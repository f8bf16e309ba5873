// @bun
import {
  errorCode
} from "./base-errors.js";

// src/base/files/lstat-if-any.ts
import { lstatSync } from "fs";
function lstatIfAny(path) {
  try {
    return lstatSync(path, { throwIfNoEntry: !1 });
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return;
  }
}

export { lstatIfAny };
