// @bun
import {
  runHook2
} from "./main-14dks0k4.js";
export {
  runHook2 as runHook
};
