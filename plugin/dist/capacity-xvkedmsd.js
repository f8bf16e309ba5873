// @bun
import {
  assertCapacity2
} from "./main-0c75nver.js";
import"./main-pnc3wa6g.js";
export {
  assertCapacity2 as assertCapacity
};
