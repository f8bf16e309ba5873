// @bun
import {
  runHook2
} from "./main-y9xhc94q.js";
export {
  runHook2 as runHook
};
