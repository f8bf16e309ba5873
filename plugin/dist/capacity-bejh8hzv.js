// @bun
import {
  assertCapacity2
} from "./main-4kz752nh.js";
export {
  assertCapacity2 as assertCapacity
};
