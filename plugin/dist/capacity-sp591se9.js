// @bun
import {
  assertCapacity2
} from "./main-1r8s18mv.js";
export {
  assertCapacity2 as assertCapacity
};
