// @bun
import {
  runHook2
} from "./main-48yz1nf8.js";
export {
  runHook2 as runHook
};
