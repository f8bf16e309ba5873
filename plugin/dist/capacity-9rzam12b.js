// @bun
import {
  assertCapacity2
} from "./main-wg8c3drd.js";
export {
  assertCapacity2 as assertCapacity
};
