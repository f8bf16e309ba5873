// @bun
import {
  runHook2
} from "./main-2e5kghsv.js";
export {
  runHook2 as runHook
};
