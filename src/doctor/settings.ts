import { join } from "node:path";
import { DEFAULTS, resolveConfig } from "../config.ts";
import { errorMessage } from "../errors.ts";
import { findFaults } from "../setup/check.ts";
import { readTextFile } from "../setup/files.ts";
import { SCOPES } from "../setup/place.ts";
import { type Check, ok, problem, together, warning } from "./finding.ts";

export const settingsCheck: Check = {
  name: "settings",
  needsQueue: false,
  run: ({ place }) => {
    const { installed, faults } = findFaults(place, SCOPES);
    // The check of the configuration tells of it, with its own remedy.
    const own = faults.filter((fault) => !fault.problem.startsWith(join(place.root, "config.json")));
    return together(
      own.map(({ problem: found, ...cure }) => problem(found, cure)),
      `the ${installed.join(" and ")} settings call hive`,
    );
  },
};

export const configCheck: Check = {
  name: "config",
  needsQueue: false,
  run: ({ paths }) => {
    const path = `${paths.root}/config.json`;
    let text: string | null;
    try {
      ({ text } = readTextFile(path));
      resolveConfig(text);
    } catch (error) {
      // Never mended: the defaults allow what a user may have switched off, such as raw SQL.
      return problem(`${path}: ${errorMessage(error)}: the hook uses the defaults, the worker does not start`, {
        remedy: "mend the file, or delete it to go back to the defaults",
      });
    }
    if (text === null) return ok("all settings have their defaults");
    const names = Object.keys(JSON.parse(text) as object);
    const unknown = names.filter((name) => !(name in DEFAULTS));
    if (unknown.length === 0) return ok(`${path} sets ${names.join(", ") || "nothing"}`);
    return warning(`${path} sets what this hive does not know: ${unknown.join(", ")}`, {
      remedy: "check how it is written: README, Settings",
    });
  },
};
