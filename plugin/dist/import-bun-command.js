// @bun
import {
  bunCommand2,
  bunEnvironment2,
  dropGit2,
  CHILD_COMMAND2,
  RESIDENT_COMMAND2
} from "./platform-bun-bun-command.js";
export {
  CHILD_COMMAND2 as CHILD_COMMAND,
  RESIDENT_COMMAND2 as RESIDENT_COMMAND,
  bunCommand2 as bunCommand,
  bunEnvironment2 as bunEnvironment,
  dropGit2 as dropGit
};
