// @bun
import {
  runHook2
} from "./main-393kdtjt.js";
export {
  runHook2 as runHook
};
