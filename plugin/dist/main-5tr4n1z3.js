// @bun
import {
  runHook2
} from "./main-9cryk661.js";
export {
  runHook2 as runHook
};
