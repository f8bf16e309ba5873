// @bun
import {
  versionText2
} from "./cli-text-version-text.js";
import"./platform-installation.js";
export {
  versionText2 as versionText
};
