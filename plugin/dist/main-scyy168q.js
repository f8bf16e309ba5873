// @bun
import {
  runHook2
} from "./main-jb4pkkkj.js";
export {
  runHook2 as runHook
};
