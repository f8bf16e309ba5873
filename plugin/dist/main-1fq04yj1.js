// @bun
import {
  runHook2
} from "./main-cs16mqrp.js";
export {
  runHook2 as runHook
};
