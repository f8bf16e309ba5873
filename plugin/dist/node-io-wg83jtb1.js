// @bun
import {
  nodeHookIo2
} from "./main-chxqw7k0.js";
import"./main-kpqb3txr.js";
import"./main-8j126tfv.js";
export {
  nodeHookIo2 as nodeHookIo
};
