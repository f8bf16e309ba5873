// @bun
import {
  Store2
} from "./main-d8xx2njy.js";
import"./main-kvpmq7cb.js";
import"./main-st0t050f.js";
import"./main-gg1nr0fs.js";
import"./main-ezmn82x6.js";
import"./main-ndpzr5zr.js";
import"./main-kpqb3txr.js";
export {
  Store2 as Store
};
