// @bun
import {
  runHook2
} from "./main-hw5f42st.js";
export {
  runHook2 as runHook
};
