// @bun
import {
  assertCapacity2
} from "./main-rahjxq0p.js";
export {
  assertCapacity2 as assertCapacity
};
