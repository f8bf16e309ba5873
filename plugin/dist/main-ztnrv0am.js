// @bun
import {
  runHook2
} from "./main-34y56r7d.js";
export {
  runHook2 as runHook
};
