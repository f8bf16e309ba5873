// @bun
import {
  startWorker2
} from "./main-zbz4n2f1.js";
import"./main-7k25beht.js";
import"./main-4r6pwjkm.js";
export {
  startWorker2 as startWorker
};
