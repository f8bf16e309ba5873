// @bun
import {
  runHook2
} from "./main-r6pc7psc.js";
export {
  runHook2 as runHook
};
