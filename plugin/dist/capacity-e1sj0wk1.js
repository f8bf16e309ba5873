// @bun
import {
  assertCapacity2
} from "./main-hwt3fyme.js";
export {
  assertCapacity2 as assertCapacity
};
