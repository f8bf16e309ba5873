// @bun
import {
  runHook2
} from "./main-pw2ndene.js";
export {
  runHook2 as runHook
};
