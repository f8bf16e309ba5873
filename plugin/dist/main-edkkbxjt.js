// @bun
import {
  runHook2
} from "./main-5fgdsxgv.js";
export {
  runHook2 as runHook
};
