// @bun
import {
  runHook2
} from "./main-tc2nmhjy.js";
export {
  runHook2 as runHook
};
