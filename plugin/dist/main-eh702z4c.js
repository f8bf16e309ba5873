// @bun
import {
  runHook2
} from "./main-z5vr5xza.js";
export {
  runHook2 as runHook
};
