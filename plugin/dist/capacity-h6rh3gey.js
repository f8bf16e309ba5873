// @bun
import {
  assertCapacity2
} from "./main-smr5e00f.js";
export {
  assertCapacity2 as assertCapacity
};
