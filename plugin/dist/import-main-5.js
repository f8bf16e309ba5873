// @bun
import {
  runHook2
} from "./capture-main.js";
import"./git-git-refs.js";
export {
  runHook2 as runHook
};
