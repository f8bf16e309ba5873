// @bun
import {
  runHook2
} from "./capture-main.js";
import"./base-config-sources.js";
import"./redact-redact.js";
export {
  runHook2 as runHook
};
