// @bun
import {
  runHook2
} from "./main-hb4st95k.js";
export {
  runHook2 as runHook
};
