// @bun
import {
  prove2,
  proveSaving2
} from "./install-proof.js";
import"./queue-dead-letters-letter.js";
import"./supervisor-end-end-worker.js";
import"./supervisor-stuck.js";
import"./queue-claims-recover.js";
import"./platform-programs.js";
import"./queue-make.js";
import"./git-ignore-file.js";
import"./git-git-tree.js";
import"./base-files-files.js";
import"./origin-own-directory.js";
export {
  prove2 as prove,
  proveSaving2 as proveSaving
};
