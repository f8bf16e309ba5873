// @bun
import {
  startWorker2
} from "./main-nzmw066g.js";
import"./main-6zk15q47.js";
import"./main-4r6pwjkm.js";
export {
  startWorker2 as startWorker
};
