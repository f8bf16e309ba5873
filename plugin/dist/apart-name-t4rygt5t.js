// @bun
import {
  APPLY_APART2
} from "./main-h7d9j1gy.js";
export {
  APPLY_APART2 as APPLY_APART
};
