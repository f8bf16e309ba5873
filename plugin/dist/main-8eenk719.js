// @bun
import {
  runHook2
} from "./main-9npqqwv2.js";
export {
  runHook2 as runHook
};
