// @bun
import {
  assertCapacity2
} from "./main-901wrphf.js";
export {
  assertCapacity2 as assertCapacity
};
