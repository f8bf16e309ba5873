// @bun
import {
  runHook2
} from "./main-29j5c131.js";
export {
  runHook2 as runHook
};
