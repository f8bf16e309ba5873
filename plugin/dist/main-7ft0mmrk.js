// @bun
import {
  runHook2
} from "./main-806hyb4j.js";
export {
  runHook2 as runHook
};
