// @bun
import {
  startWorker2
} from "./main-f6qvpntn.js";
export {
  startWorker2 as startWorker
};
