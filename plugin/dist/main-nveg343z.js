// @bun
import {
  runHook2
} from "./main-xdn7mscx.js";
export {
  runHook2 as runHook
};
