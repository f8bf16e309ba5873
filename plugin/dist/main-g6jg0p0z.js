// @bun
import {
  runHook2
} from "./main-ncgj52xd.js";
export {
  runHook2 as runHook
};
