import type { Agent } from "../../agents/agent.ts";
import { type HealthCheck, ok, warning } from "../check.ts";
import { isOnPath } from "../installed-hooks.ts";

/** Checks whether the program of each agent that is set up is there. An editor may be started without the PATH. */
export const programsCheck: HealthCheck = {
  code: "agents",
  groups: ["deep"],
  needs: "project",
  run: (view) => {
    const agents = new Set(view.installedHooks().map(({ agent }) => agent));
    const missing = [...agents].filter((agent) => !isOnPath(agent, view));
    if (missing.length === 0) return ok("the program of each agent that is set up is on the PATH");
    const found = missing.map(({ title, programs }) => `${title} (${programs.join(", ")})`).join("; ");
    const [{ name }] = missing as [Agent];
    return warning(`not on the PATH, though set up to call hive: ${found}`, {
      advice: `hive setup --remove --agent ${name} takes hive out, where that agent is gone`,
    });
  },
};
