// @bun
import {
  runHook2
} from "./main-3nv2xbz9.js";
export {
  runHook2 as runHook
};
