// @bun
import {
  UNREADABLE2,
  hookLogPaths2,
  presumedRoot2,
  logFailure2
} from "./capture-hook-log.js";
import"./base-files-files.js";
import"./origin-own-directory.js";
export {
  UNREADABLE2 as UNREADABLE,
  hookLogPaths2 as hookLogPaths,
  logFailure2 as logFailure,
  presumedRoot2 as presumedRoot
};
