// @bun
import {
  APPLY_APART2
} from "./main-s8z40wyx.js";
export {
  APPLY_APART2 as APPLY_APART
};
