// @bun
import {
  runHook2
} from "./main-0qjrwsbq.js";
export {
  runHook2 as runHook
};
