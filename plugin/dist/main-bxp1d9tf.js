// @bun
import {
  runHook2
} from "./main-daz7bcxp.js";
export {
  runHook2 as runHook
};
