// @bun
import {
  runHook2
} from "./main-gpmm1ntw.js";
export {
  runHook2 as runHook
};
