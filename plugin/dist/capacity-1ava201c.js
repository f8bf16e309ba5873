// @bun
import {
  assertCapacity2
} from "./main-23rfemqj.js";
export {
  assertCapacity2 as assertCapacity
};
