// @bun
import {
  assertCapacity2
} from "./queue-producer-capacity.js";
import"./base-files-files.js";
export {
  assertCapacity2 as assertCapacity
};
