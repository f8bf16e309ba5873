// @bun
import {
  runHook2
} from "./main-34zwqsza.js";
export {
  runHook2 as runHook
};
