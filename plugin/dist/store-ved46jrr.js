// @bun
import {
  Store2
} from "./main-m7zkbpz2.js";
import"./main-kf774zmh.js";
import"./main-407xtknd.js";
import"./main-jrcycwwy.js";
import"./main-ps6kh1xt.js";
import"./main-shr5g8eq.js";
import"./main-x84tped8.js";
export {
  Store2 as Store
};
