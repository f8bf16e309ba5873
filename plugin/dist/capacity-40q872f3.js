// @bun
import {
  assertCapacity2
} from "./main-j4b2enem.js";
export {
  assertCapacity2 as assertCapacity
};
