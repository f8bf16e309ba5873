// @bun
import {
  assertCapacity2
} from "./main-cxveb8yc.js";
export {
  assertCapacity2 as assertCapacity
};
