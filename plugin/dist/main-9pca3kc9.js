// @bun
import {
  runHook2
} from "./main-dtde7yk8.js";
export {
  runHook2 as runHook
};
