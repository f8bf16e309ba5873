// @bun
import {
  runHook2
} from "./main-a25n9wvx.js";
export {
  runHook2 as runHook
};
