// @bun
import {
  runHook2
} from "./main-v8svm1eg.js";
export {
  runHook2 as runHook
};
