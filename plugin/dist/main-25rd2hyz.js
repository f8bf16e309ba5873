// @bun
import {
  runHook2
} from "./main-x9arst16.js";
export {
  runHook2 as runHook
};
