// @bun
import {
  runHook2
} from "./main-8c0x3gmv.js";
export {
  runHook2 as runHook
};
