// @bun
import {
  assertCapacity2
} from "./main-5arte5r6.js";
export {
  assertCapacity2 as assertCapacity
};
