// @bun
import {
  runHook2
} from "./main-nakke9z7.js";
export {
  runHook2 as runHook
};
