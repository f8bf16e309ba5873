// @bun
import {
  assertCapacity2
} from "./main-bfeey31j.js";
export {
  assertCapacity2 as assertCapacity
};
