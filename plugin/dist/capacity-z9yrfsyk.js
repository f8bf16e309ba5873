// @bun
import {
  assertCapacity2
} from "./main-ed6vbbr6.js";
export {
  assertCapacity2 as assertCapacity
};
