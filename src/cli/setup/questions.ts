import { basename, relative } from "node:path";
import { intro, log, multiselect, outro, select } from "@clack/prompts";
import { errorCode, errorMessage } from "../../base/errors.ts";
import { type ProjectPaths, type Scope } from "../../install/paths.ts";
import { answerTo } from "../text/change.ts";
import { printable } from "../text/render.ts";

export function begin([first, ...others]: Several): void {
  const { project, isGit, agent, agentDirectory, hasAgent } = first;
  intro("hive setup");
  log.info(`Project  ${printable(project)}${isGit ? "" : " (no git repository: the current directory)"}`);
  if (others.length > 0) return;
  if (hasAgent) log.info(`Agent    ${agent.title}, at ${printable(agentDirectory)}`);
  else log.warn(`Agent    no ${agent.title} at ${printable(agentDirectory)}: the settings will wait for it`);
}

/** Asks which of the agents that were found are to call hive: all of them, by default. @throws HIVE_CANCELLED */
export async function askAgents(found: Several): Promise<Several> {
  if (found.length === 1) return found;
  const chosen = await answerTo(
    multiselect<string>({
      message: "Which agents?",
      initialValues: found.map(({ agent }) => agent.name),
      required: true,
      options: found.map(({ agent, agentDirectory }) => ({
        value: agent.name,
        label: agent.title,
        hint: printable(agentDirectory),
      })),
    }),
  );
  const [first, ...others] = found.filter(({ agent }) => chosen.includes(agent.name));
  return [first!, ...others];
}

export const end = (message: string): void => outro(message);

type Several = readonly [ProjectPaths, ...ProjectPaths[]];

/** From the most private scope to the shared one. */
const OFFERED: readonly Scope[] = ["local", "user", "project"];

const HINTS: Readonly<Record<Scope, string>> = {
  local: "yours, in this project",
  user: "every project of yours",
  project: "shared through git",
};

function hintFor({ settings, project }: ProjectPaths, scope: Scope): string {
  const file = scope === "user" ? `your own ${basename(settings.user)}` : relative(project, settings[scope]);
  return `${printable(file)}: ${HINTS[scope]}`;
}

/**
 * Asks for the settings file that is to call hive. A refused scope is listed with the reason, and cannot be chosen.
 * @param isOneOfSeveral true to name the agent
 * @param plan throws HIVE_INVALID_OPTION for a scope that would be refused
 * @throws HIVE_INVALID_OPTION if every scope is refused, HIVE_CANCELLED
 */
export function askScope(
  paths: ProjectPaths,
  likely: Scope,
  isOneOfSeveral: boolean,
  plan: (scope: Scope) => unknown,
): Promise<Scope> {
  const offered = OFFERED.filter((scope) => paths.agent.settings.scopes.includes(scope));
  const reasons = new Map(offered.map((scope) => [scope, refusalOf(() => plan(scope))]));
  const allowed = [likely, ...offered].filter((scope) => reasons.get(scope) === null);
  // The refusal of the likely scope is the best explanation.
  if (allowed.length === 0) plan(likely);
  return answerTo(
    select<Scope>({
      message: `Which settings file${isOneOfSeveral ? ` of ${paths.agent.title}` : ""}?`,
      initialValue: allowed[0]!,
      options: offered.map((scope) => {
        const reason = reasons.get(scope) ?? null;
        // @mutant setup asks nothing that it would refuse
        return { value: scope, label: scope, hint: reason ?? hintFor(paths, scope), disabled: reason !== null };
      }),
    }),
  );
}

/** The reason of a refusal; null if the action is allowed. @throws any other error */
export function refusalOf(action: () => unknown): string | null {
  try {
    action();
    return null;
  } catch (error) {
    if (errorCode(error) !== "HIVE_INVALID_OPTION") throw error;
    return printable(errorMessage(error));
  }
}
