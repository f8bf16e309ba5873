// @bun
import {
  startWorker2
} from "./main-d2dvsr7b.js";
import"./main-1vbf9wry.js";
import"./main-4r6pwjkm.js";
export {
  startWorker2 as startWorker
};
