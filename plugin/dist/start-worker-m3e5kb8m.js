// @bun
import {
  startWorker2
} from "./main-zyw4j7af.js";
import"./main-wyhg7xdr.js";
import"./main-gda4m8rn.js";
export {
  startWorker2 as startWorker
};
