// @bun
import {
  assertCapacity2
} from "./main-dn3w0y2b.js";
import"./main-8j126tfv.js";
export {
  assertCapacity2 as assertCapacity
};
