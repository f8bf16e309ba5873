/** The files that setup leaves in a project, beside the settings of the agent. */
import { SETTINGS, TUNING } from "../../base/config/config.ts";
import { readConfigFiles, userConfigPath } from "../../origin/config-files.ts";
import { errorCode } from "../../base/errors.ts";
import { objectIn } from "../../base/json.ts";
import { MAX_CONFIG_BYTES, readTextFile } from "../../install/edit/files.ts";
import { existsSync } from "node:fs";
import { isKeptOutOfGit } from "../../git/ignore-file.ts";
import { oldServiceRemoval } from "../../install/uninstall/old-service.ts";
import { type HealthCheck, ok, problem, together, warning } from "../check.ts";

/** Valid names in the file that are not settings. */
const OTHER_NAMES: ReadonlySet<string> = new Set(["projects", "tuning", "restoreContext"]);

const configCheck: HealthCheck = {
  code: "config",
  groups: ["install"],
  needs: "nothing",
  run: ({ paths, env }) => {
    const files = [userConfigPath(env, paths.root), `${paths.root}/config.json`].filter((path) => path !== null);
    const { warnings } = readConfigFiles(paths.root, {}, env);
    const faults = warnings.map((text) => problem(text, { advice: "correct the file, or take that out of it" }));
    const set = files.flatMap((path) => namesIn(path).map((name) => ({ path, name })));
    const unknown = set.filter(({ name }) => !(name in SETTINGS || name in TUNING || OTHER_NAMES.has(name)));
    if (unknown.length > 0) {
      const found = unknown
        .map(({ path, name }) => `${path} has settings that this hive does not know: ${name}`)
        .join("; ");
      faults.push(warning(found, { advice: "check how it is written: docs/settings.md" }));
    }
    const known = set.filter(({ name }) => name in SETTINGS).map(({ path, name }) => `${name} (${path})`);
    return together(faults, known.length === 0 ? "all settings have their defaults" : `set: ${known.join(", ")}`);
  },
};

/** The names that a file sets; none from an ignored file. */
function namesIn(path: string): string[] {
  try {
    return Object.keys(objectIn(readTextFile(path, MAX_CONFIG_BYTES).text ?? "") ?? {});
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
    return [];
  }
}

/** Checks whether git ignores hive's files, as setup arranges it. */
const gitignoreCheck: HealthCheck = {
  code: "gitignore",
  groups: ["install"],
  needs: "project",
  run: ({ project, root }) => {
    if (project?.isGit !== true) return ok("the project is in no git repository");
    if (!existsSync(root) || isKeptOutOfGit(root)) return ok("git ignores the state");
    return problem(`${root} has no .gitignore that keeps hive's files out of git: they could be committed`, {
      run: "hive setup",
    });
  },
};

/** systemd or launchd could keep hive 0.1.0 running. */
const oldServiceCheck: HealthCheck = {
  code: "old-service",
  groups: ["install"],
  needs: "project",
  run: ({ project, root, env }) => {
    const removal = oldServiceRemoval({ project: project!.project, root, env });
    if (removal === null) return ok("none of an earlier hive");
    return problem("a service of an earlier hive still starts a worker here", { run: removal });
  },
};

export const INSTALLATION_CHECKS: readonly HealthCheck[] = [configCheck, gitignoreCheck, oldServiceCheck];
