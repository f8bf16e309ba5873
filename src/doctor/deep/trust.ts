import { type HealthCheck, ok, problem, together, warning } from "../check.ts";

/** Checks whether each agent that calls trusted hooks alone trusts hive's. */
export const trustCheck: HealthCheck = {
  code: "trust",
  groups: ["deep"],
  needs: "project",
  run: async (view) => {
    const installed = view.installedHooks().filter(({ where }) => where !== "plugin");
    const { cwd, env } = view;
    const answers = await Promise.all(
      [...new Set(installed.map(({ agent }) => agent))].flatMap((agent) => {
        const files = installed.filter((hook) => hook.agent === agent).length;
        return agent.askTrust?.({ cwd, env, hooks: files * agent.settings.events.length }) ?? [];
      }),
    );
    if (answers.length === 0) return ok("no agent here asks for trust in hooks");
    const doubted = answers.filter(({ isGiven }) => isGiven !== true);
    return together(
      doubted.map(({ isGiven, found, advice }) =>
        (isGiven === null ? warning : problem)(found, advice === undefined ? {} : { advice }),
      ),
      answers.map(({ found }) => found).join("; "),
    );
  },
};
