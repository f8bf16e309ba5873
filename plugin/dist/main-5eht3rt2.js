// @bun
import {
  runHook2
} from "./main-aajthqbh.js";
export {
  runHook2 as runHook
};
