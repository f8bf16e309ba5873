import { join, resolve } from "node:path";
import { HiveError } from "../../base/errors.ts";
import type { AgentFiles, AgentSettings, HookCommand, Installed, Where } from "../agent.ts";
import { hiveCommandOf } from "../claude-code/entry.ts";
// Type checker and linter see a module here; they do not know the import of its text.
// @ts-expect-error
// oxlint-disable-next-line import/default
import source from "./plugin.ts" with { type: "text" };

const SOURCE = source as unknown as string;
/** The line of the plugin that names the hook. */
const HOOK_LINE = /^const HOOK: readonly string\[\] = (\[.*\]);$/m;
const BEGIN = "/**\n * hive's plugin for OpenCode.";

function install(text: string | null, { command, args }: HookCommand): string {
  if (text !== null && text.trim() !== "" && !text.startsWith(BEGIN)) {
    throw new HiveError("HIVE_INVALID_OPTION", "it is not the plugin that hive writes", {
      hint: "move the file out of the way, or choose another --scope",
    });
  }
  return SOURCE.replace(HOOK_LINE, () => `const HOOK: readonly string[] = ${JSON.stringify([command, ...args])};`);
}

function inspect(text: string | null): Installed {
  const command = text?.startsWith(BEGIN) === true ? commandIn(text) : null;
  const isAsWritten = command === null || text === install(null, command);
  const problems = isAsWritten ? [] : ["it is not as setup writes it"];
  return { command, problems, offSwitch: null };
}

function commandIn(text: string): HookCommand | null {
  const [, words] = HOOK_LINE.exec(text) ?? [];
  if (words === undefined) return null;
  try {
    const [command, ...args] = JSON.parse(words) as unknown[];
    return hiveCommandOf({ type: "command", command, args });
  } catch {
    // Somebody has changed the line.
    return null;
  }
}

function locate({ cwd, project, home, env }: Where): AgentFiles {
  const directory = join(resolve(cwd, env["XDG_CONFIG_HOME"] || join(home, ".config")), "opencode");
  const ofProject = join(project, ".opencode/plugins/hive.ts");
  return { directory, settings: { project: ofProject, local: ofProject, user: join(directory, "plugins/hive.ts") } };
}

/** hive's plugin, a file of its own in OpenCode's directory for plugins. */
export const opencodeSettings: AgentSettings = {
  events: ["plugin"],
  scopes: ["user", "project"],
  locate,
  install,
  remove: (text) => (text.startsWith(BEGIN) ? null : text),
  inspect,
  callsShellSystem: () => false,
  afterInstall: "an OpenCode that runs goes on without hive: it loads its plugins at its start",
  afterRemoval: () => null,
};
