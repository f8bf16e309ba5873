// @bun
import {
  runHook2
} from "./main-0q6qw25s.js";
export {
  runHook2 as runHook
};
