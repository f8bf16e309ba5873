// @bun
import {
  Store2
} from "./main-k3qxt8mq.js";
import"./main-yc2gqbw7.js";
import"./main-2cr43h4d.js";
import"./main-sjaxxw6c.js";
import"./main-xrkrfnfg.js";
import"./main-vpwe53nj.js";
import"./main-2a7wpnpf.js";
export {
  Store2 as Store
};
