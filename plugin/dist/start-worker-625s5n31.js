// @bun
import {
  startWorker2
} from "./main-qw9vx5d7.js";
import"./main-1npx56cg.js";
import"./main-4r6pwjkm.js";
export {
  startWorker2 as startWorker
};
