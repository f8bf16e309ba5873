// @bun
import {
  assertCapacity2
} from "./main-x7rzvbg2.js";
import"./main-w31xkq8p.js";
export {
  assertCapacity2 as assertCapacity
};
