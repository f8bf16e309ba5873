// @bun
import {
  runHook2
} from "./main-4f8s0j02.js";
export {
  runHook2 as runHook
};
