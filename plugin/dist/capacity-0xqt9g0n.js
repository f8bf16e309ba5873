// @bun
import {
  assertCapacity2
} from "./main-bcmxehab.js";
export {
  assertCapacity2 as assertCapacity
};
