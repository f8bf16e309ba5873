// @bun
import {
  assertCapacity2
} from "./main-ye138g0n.js";
export {
  assertCapacity2 as assertCapacity
};
