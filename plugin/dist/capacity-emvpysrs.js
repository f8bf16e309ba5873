// @bun
import {
  assertCapacity2
} from "./main-pwm60j6d.js";
import"./main-svjnhky8.js";
export {
  assertCapacity2 as assertCapacity
};
