// @bun
import {
  runHook2
} from "./main-x792a04h.js";
export {
  runHook2 as runHook
};
