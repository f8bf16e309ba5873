// @bun
import {
  startWorker2
} from "./main-yp24twtf.js";
import"./main-wyhg7xdr.js";
import"./main-tbjjtayf.js";
export {
  startWorker2 as startWorker
};
