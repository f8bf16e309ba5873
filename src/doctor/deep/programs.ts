import { type HealthCheck, ok } from "../check.ts";
import { isOnPath } from "../installed-hooks.ts";

/** Names the agents that are set up and whose program the PATH does not lead to. An editor or an alias may start them. */
export const programsCheck: HealthCheck = {
  code: "agents",
  groups: ["deep"],
  needs: "project",
  run: (view) => {
    const agents = new Set(view.installedHooks().map(({ agent }) => agent));
    const missing = [...agents].filter((agent) => !isOnPath(agent, view));
    if (missing.length === 0) return ok("the program of each agent that is set up is on the PATH");
    const names = missing.map(({ title, programs }) => `${title} (${programs.join(", ")})`).join("; ");
    return ok(`not on the PATH, unless an editor or an alias starts it: ${names}`);
  },
};
