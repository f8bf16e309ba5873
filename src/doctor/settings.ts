import { DEFAULTS } from "../base/config.ts";
import { readConfigFiles, userConfigPath } from "../origin/config-files.ts";
import { errorCode } from "../base/errors.ts";
import { objectIn } from "../base/json.ts";
import { findFaults } from "../install/check.ts";
import { MAX_CONFIG_BYTES, readTextFile } from "../install/files.ts";
import { SCOPES } from "../install/place.ts";
import { type Check, problem, together, warning } from "./finding.ts";

export const settingsCheck: Check = {
  name: "settings",
  needsQueue: false,
  run: ({ place }) => {
    const { installed, faults } = findFaults(place, SCOPES);
    // The check of the configuration tells of it, with its own remedy.
    const { warnings } = readConfigFiles(place.root, {}, place.env);
    const own = faults.filter(({ problem: found }) => !warnings.includes(found));
    return together(
      own.map(({ problem: found, ...cure }) => problem(found, cure)),
      `the ${installed.join(" and ")} settings call hive`,
    );
  },
};

export const configCheck: Check = {
  name: "config",
  needsQueue: false,
  run: ({ paths, env }) => {
    const files = [userConfigPath(env, paths.root), `${paths.root}/config.json`].filter((path) => path !== null);
    const { warnings } = readConfigFiles(paths.root, {}, env);
    const faults = warnings.map((text) => warning(text, { remedy: "mend the file, or take that out of it" }));
    const set = files.flatMap((path) => namesIn(path).map((name) => ({ path, name })));
    const unknown = set.filter(({ name }) => name !== "projects" && !(name in DEFAULTS));
    if (unknown.length > 0) {
      const found = unknown.map(({ path, name }) => `${path} sets what this hive does not know: ${name}`).join("; ");
      faults.push(warning(found, { remedy: "check how it is written: README, Settings" }));
    }
    const known = set.filter((one) => !unknown.includes(one)).map(({ path, name }) => `${name} (${path})`);
    return together(faults, known.length === 0 ? "all settings have their defaults" : `set: ${known.join(", ")}`);
  },
};

/** The names that a file sets; none where it does not count. */
function namesIn(path: string): string[] {
  try {
    return Object.keys(objectIn(readTextFile(path, MAX_CONFIG_BYTES).text ?? "") ?? {});
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
    return [];
  }
}
