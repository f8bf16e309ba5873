import { type HealthCheck, ok, problem, together, warning } from "../check.ts";

/** Checks whether each agent that calls trusted hooks alone trusts hive's. */
export const trustCheck: HealthCheck = {
  code: "trust",
  groups: ["deep"],
  needs: "project",
  run: async (view) => {
    const agents = new Set(view.installedHooks().map(({ agent }) => agent));
    const { cwd, env } = view;
    const answers = await Promise.all([...agents].flatMap(({ askTrust }) => askTrust?.({ cwd, env }) ?? []));
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
