// @bun
import {
  assertCapacity2
} from "./main-z165f3qq.js";
import"./main-y346h7xa.js";
export {
  assertCapacity2 as assertCapacity
};
