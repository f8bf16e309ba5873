// @bun
import {
  runHook2
} from "./main-5z6r9gjy.js";
export {
  runHook2 as runHook
};
