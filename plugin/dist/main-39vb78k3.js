// @bun
import {
  runHook2
} from "./main-ez8jb05f.js";
export {
  runHook2 as runHook
};
