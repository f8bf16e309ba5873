// @bun
import {
  readWaiting2
} from "./recall-waiting-waiting.js";
import"./queue-read-entry.js";
import"./store-sqlite-apply-payloads.js";
import"./model-merge.js";
import"./origin-key.js";
import"./origin-own-file.js";
import"./origin-own-directory.js";
export {
  readWaiting2 as readWaiting
};
