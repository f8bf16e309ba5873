// @bun
import {
  startWorker2
} from "./main-vgpjpt7p.js";
export {
  startWorker2 as startWorker
};
