// @bun
import {
  startWorker2
} from "./main-gc4tbwmj.js";
import"./main-jq969jn6.js";
import"./main-4r6pwjkm.js";
export {
  startWorker2 as startWorker
};
