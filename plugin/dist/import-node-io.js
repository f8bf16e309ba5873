// @bun
import {
  nodeHookIo2
} from "./capture-node-io.js";
import"./origin-own-file.js";
import"./base-files-files.js";
export {
  nodeHookIo2 as nodeHookIo
};
