// @bun
import {
  nodeFiles
} from "./base-files-files.js";
import {
  errorCode
} from "./base-errors.js";

// src/wake/listeners.ts
import { readdirSync } from "fs";
import { join } from "path";
var LISTENERS = "listeners";
function ringListeners(dataDirectory) {
  for (let name of listenersIn(dataDirectory))
    nodeFiles.ring(join(dataDirectory, LISTENERS, name));
}
function listenersIn(dataDirectory) {
  try {
    return readdirSync(join(dataDirectory, LISTENERS));
  } catch (error) {
    if (errorCode(error) === void 0)
      throw error;
    return [];
  }
}

export { LISTENERS, ringListeners };
