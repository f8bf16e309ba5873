// @bun
import {
  assertCapacity2
} from "./main-wm5rmrkm.js";
import"./main-mf18sfex.js";
export {
  assertCapacity2 as assertCapacity
};
