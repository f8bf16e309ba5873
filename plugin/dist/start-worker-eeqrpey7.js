// @bun
import {
  startWorker2
} from "./main-y233f42k.js";
import"./main-4r6pwjkm.js";
export {
  startWorker2 as startWorker
};
