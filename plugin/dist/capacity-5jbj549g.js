// @bun
import {
  assertCapacity2
} from "./main-f81k60ed.js";
export {
  assertCapacity2 as assertCapacity
};
