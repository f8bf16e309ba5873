// @bun
import {
  assertCapacity2
} from "./main-q9e0w83y.js";
import"./main-mf18sfex.js";
export {
  assertCapacity2 as assertCapacity
};
