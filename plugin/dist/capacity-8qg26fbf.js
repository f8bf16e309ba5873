// @bun
import {
  assertCapacity2
} from "./main-fyygjamb.js";
export {
  assertCapacity2 as assertCapacity
};
