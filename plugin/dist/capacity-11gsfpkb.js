// @bun
import {
  assertCapacity2
} from "./main-js9sh5bd.js";
import"./main-pnc3wa6g.js";
export {
  assertCapacity2 as assertCapacity
};
