// @bun
import {
  nodeHookIo2
} from "./main-tnk5rkqa.js";
import"./main-2a7wpnpf.js";
import"./main-w31xkq8p.js";
export {
  nodeHookIo2 as nodeHookIo
};
