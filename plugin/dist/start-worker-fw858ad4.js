// @bun
import {
  startWorker2
} from "./main-sfjgnajc.js";
import"./main-3vms0f8r.js";
import"./main-4r6pwjkm.js";
export {
  startWorker2 as startWorker
};
