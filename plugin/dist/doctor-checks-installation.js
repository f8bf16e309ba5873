// @bun
import {
  SETTINGS,
  TUNING
} from "./base-config-sources.js";
import"./origin-own-directory.js";
import"./origin-own-file.js";
import"./base-files-files.js";
import {
  isKeptOutOfGit2
} from "./git-ignore-file.js";
import"./platform-installation.js";
import {
  ok,
  warning,
  problem,
  together
} from "./doctor-registry.js";
import {
  oldServiceRemoval
} from "./install-uninstall-old-service.js";
import {
  MAX_CONFIG_BYTES,
  readTextFile
} from "./install-edit-files.js";
import {
  userConfigPath,
  readConfigFiles
} from "./origin-config-files.js";
import"./platform-programs.js";
import {
  objectIn2
} from "./base-json.js";
import"./git-git-tree.js";
import {
  errorCode
} from "./base-errors.js";

// src/doctor/checks/installation.ts
import { existsSync } from "fs";
var OTHER_NAMES = /* @__PURE__ */ new Set(["projects", "tuning", "restoreContext"]), configCheck = {
  code: "config",
  groups: ["install"],
  needs: "nothing",
  run: ({ paths, env }) => {
    let files = [userConfigPath(env, paths.root), `${paths.root}/config.json`].filter((path) => path !== null), { warnings } = readConfigFiles(paths.root, {}, env), faults = warnings.map((text) => problem(text, { advice: "correct the file, or take that out of it" })), set = files.flatMap((path) => namesIn(path).map((name) => ({ path, name }))), unknown = set.filter(({ name }) => !((name in SETTINGS) || (name in TUNING) || OTHER_NAMES.has(name)));
    if (unknown.length > 0) {
      let found = unknown.map(({ path, name }) => `${path} has settings that this hive does not know: ${name}`).join("; ");
      faults.push(warning(found, { advice: "check how it is written: docs/settings.md" }));
    }
    let known = set.filter(({ name }) => (name in SETTINGS)).map(({ path, name }) => `${name} (${path})`);
    return together(faults, known.length === 0 ? "all settings have their defaults" : `set: ${known.join(", ")}`);
  }
};
function namesIn(path) {
  try {
    return Object.keys(objectIn2(readTextFile(path, MAX_CONFIG_BYTES).text ?? "") ?? {});
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION")
      throw error;
    return [];
  }
}
var gitignoreCheck = {
  code: "gitignore",
  groups: ["install"],
  needs: "project",
  run: ({ project, root }) => {
    if (project?.isGit !== !0)
      return ok("the project is in no git repository");
    if (!existsSync(root) || isKeptOutOfGit2(root))
      return ok("git ignores the state");
    return problem(`${root} has no .gitignore that keeps hive's files out of git: they could be committed`, {
      run: "hive setup"
    });
  }
}, oldServiceCheck = {
  code: "old-service",
  groups: ["install"],
  needs: "project",
  run: ({ project, root, env }) => {
    let removal = oldServiceRemoval({ project: project.project, root, env });
    if (removal === null)
      return ok("none of an earlier hive");
    return problem("a service of an earlier hive still starts a worker here", { run: removal });
  }
}, INSTALLATION_CHECKS = [configCheck, gitignoreCheck, oldServiceCheck];
export {
  INSTALLATION_CHECKS
};
