// @bun
import {
  nodeHookIo2
} from "./main-409837wk.js";
import"./main-x84tped8.js";
import"./main-y346h7xa.js";
export {
  nodeHookIo2 as nodeHookIo
};
