// @bun
import {
  startWorker2
} from "./main-9takv6nh.js";
import"./main-4r6pwjkm.js";
import"./main-vfxg89j7.js";
export {
  startWorker2 as startWorker
};
