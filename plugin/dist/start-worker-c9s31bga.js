// @bun
import {
  startWorker2
} from "./main-2m5v82j1.js";
import"./main-4r6pwjkm.js";
import"./main-0kpjda0w.js";
export {
  startWorker2 as startWorker
};
