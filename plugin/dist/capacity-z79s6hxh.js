// @bun
import {
  assertCapacity2
} from "./main-74v3f0jq.js";
export {
  assertCapacity2 as assertCapacity
};
