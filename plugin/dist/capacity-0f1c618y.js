// @bun
import {
  assertCapacity2
} from "./main-25adqbar.js";
import"./main-kejjfjra.js";
export {
  assertCapacity2 as assertCapacity
};
