// @bun
import {
  runHook2
} from "./main-hcytxzsd.js";
export {
  runHook2 as runHook
};
