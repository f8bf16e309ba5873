// @bun
import {
  assertCapacity2
} from "./main-zzsmxrd0.js";
export {
  assertCapacity2 as assertCapacity
};
