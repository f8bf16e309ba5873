import { localMinute } from "../../base/clock.ts";
import { isPaused } from "../../base/config/pause.ts";
import { Exclusion } from "../../base/exclude/exclusion.ts";
import { realPathOf } from "../../base/files/real-path.ts";
import { count } from "../../base/text/words.ts";
import { projectDirectory } from "../../origin/config-files.ts";
import { homeOf } from "../../origin/own-directory.ts";
import { type HealthCheck, ok, warning } from "../check.ts";

/** Checks whether the user has paused saving, or excluded paths from it. */
export const savingCheck: HealthCheck = {
  code: "saving",
  groups: ["fast", "install"],
  needs: "nothing",
  run: ({ config, root, env, nowMs }) => {
    const { paused, exclude } = config;
    if (isPaused(config, nowMs)) {
      const until = typeof paused === "string" ? ` until ${localMinute(Date.parse(paused))}` : "";
      return warning(`paused${until}: agents' work is not saved`, { run: "hive unpause" });
    }
    if (exclude.length === 0) return ok("nothing is excluded");
    const exclusion = new Exclusion({
      globs: exclude,
      projects: [projectDirectory(root, env)],
      home: homeOf(env, root),
      real: realPathOf,
    });
    if (!exclusion.coversProject) return ok(`${count(exclude.length, "glob")} of excluded paths`);
    return warning("this project is excluded: nothing of it is saved", {
      advice: "the setting exclude in your config.json, or in the project's, names it",
    });
  },
};
