// @bun
import {
  assertCapacity2
} from "./main-qpnr3y7z.js";
export {
  assertCapacity2 as assertCapacity
};
