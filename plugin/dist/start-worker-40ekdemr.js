// @bun
import {
  startWorker2
} from "./main-38s7qby3.js";
export {
  startWorker2 as startWorker
};
