// @bun
import"./base-files-files.js";
import"./import-main-3.js";
import"./origin-own-directory.js";
import {
  hiveCommandOn,
  forbidsSettings
} from "./agents-claude-code-entry.js";
import"./agents-settings-off-switches.js";
import {
  canRun,
  outermostTree
} from "./platform-programs.js";
import {
  callersDirectory
} from "./platform-bun-callers-directory.js";
import {
  objectIn2
} from "./base-json.js";
import {
  isBelievable
} from "./git-git-refs.js";

// src/capture/plugin/plugin-settings.ts
import { dirname } from "path";
function callsHive({ path, text }, env, event) {
  let project = env.CLAUDE_PROJECT_DIR || callersDirectory(env);
  if (!isBelievable(path, [project, outermostTree(project) ?? project]))
    return !1;
  let command = hiveCommandOn(objectIn2(text), event);
  return command !== null && canRun(command) && !forbidsSettings({ claude: dirname(path), settings: [] });
}
export {
  callsHive
};
