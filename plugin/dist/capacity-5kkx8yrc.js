// @bun
import {
  assertCapacity2
} from "./main-gbt2vvkh.js";
export {
  assertCapacity2 as assertCapacity
};
