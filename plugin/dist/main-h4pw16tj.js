// @bun
import {
  runHook2
} from "./main-928zywe5.js";
export {
  runHook2 as runHook
};
