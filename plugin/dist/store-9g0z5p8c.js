// @bun
import {
  Store2
} from "./main-wsymgrn0.js";
import"./main-hrk4qh4n.js";
import"./main-4rbff29k.js";
import"./main-d57ev5jn.js";
import"./main-adgqg0nk.js";
export {
  Store2 as Store
};
