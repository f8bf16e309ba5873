/** Finds the reasons why Claude Code runs no hooks: in its settings of every level, and in its environment. */
import { join } from "node:path";
import { readRegular } from "../../base/files/files.ts";
import { isObject, objectIn } from "../../base/json.ts";
import type { HookBan } from "../agent.ts";
import { namesIn } from "../settings/off-switches.ts";

type Env = Readonly<Record<string, string | undefined>>;
type Settings = Readonly<Record<string, unknown>>;

export interface SettingsLevels {
  /** Claude Code's own directory, where it also keeps its server's policy. */
  readonly claude: string;
  /** Settings files in order of precedence: local, project, user. */
  readonly settings: readonly string[];
  /** The directory of the machine's policies. @default the platform's */
  readonly policies?: string | undefined;
}

const POLICIES: Partial<Record<NodeJS.Platform, string>> = {
  darwin: "/Library/Application Support/ClaudeCode",
  win32: "C:\\Program Files\\ClaudeCode",
};

/** The directory for an administrator's policy files. */
export const policyDirectory = (): string => POLICIES[process.platform] ?? "/etc/claude-code";

/** The policy files: the server's as last fetched, the machine's, and those dropped in beside it. */
export function policyFiles({ claude, policies = policyDirectory() }: SettingsLevels): string[] {
  const dropped = join(policies, "managed-settings.d");
  const names = namesIn(dropped).filter((name) => name.endsWith(".json") && !name.startsWith("."));
  return [
    join(claude, "remote-settings.json"),
    join(policies, "managed-settings.json"),
    ...names.toSorted().map((name) => join(dropped, name)),
  ];
}

/**
 * All bans on hooks here. An unreadable policy counts as a ban, since its content is not known.
 * Flags on a command line, such as `--bare`, are not seen.
 */
export function findHookBans(levels: SettingsLevels, env: Env): HookBan[] {
  const bans = bansOfPolicies(levels);
  for (const path of levels.settings) {
    const read = readSettings(path);
    // The hooks' own check reports an unreadable file.
    if (read === null || read === "unreadable") continue;
    bans.push(...bansOfVariables(path, variablesOf(read)));
  }
  const off = firstOf(levels.settings, "disableAllHooks");
  if (off?.value === true) {
    const found = `"disableAllHooks" in ${off.path} switches all hooks off`;
    bans.push({ found, advice: `take "disableAllHooks" out of ${off.path}`, sparesPlugins: false });
  }
  return [...bans, ...bansOfVariables("the environment", env)];
}

/** True if a policy may keep the hooks of a user's settings from running. */
export const forbidsSettings = (levels: SettingsLevels): boolean => bansOfPolicies(levels).length > 0;

/** Whether hive's plugin is on, by the policies alone; undefined where none names it. */
export function policyOnPlugin(levels: SettingsLevels, id: string): boolean | undefined {
  const [server = "", ...machine] = policyFiles(levels);
  // The server's goes before the machine's, of which a later one replaces what an earlier one says.
  return [server, ...machine.toReversed()]
    .map((path) => pluginsIn(readSettings(path))[id])
    .find((value) => typeof value === "boolean");
}

/** The plugins that a settings file switches on or off, by their ids. */
export function pluginsIn(read: Settings | "unreadable" | null): Readonly<Record<string, unknown>> {
  const plugins = read === null || read === "unreadable" ? undefined : read["enabledPlugins"];
  return isObject(plugins) ? plugins : {};
}

function bansOfPolicies(levels: SettingsLevels): HookBan[] {
  const read = policyFiles(levels).map((path) => ({ path, policy: readSettings(path) }));
  // Hooks of a plugin that a policy switches on count as the administrator's.
  const isForced = read.some(({ policy }) =>
    Object.entries(pluginsIn(policy)).some(([id, value]) => id.startsWith(PLUGIN) && value === true),
  );
  return read.flatMap(({ path, policy }) => {
    if (policy === null) return [];
    if (policy === "unreadable")
      return [{ found: `${path} cannot be read: it may forbid hooks`, advice: ASK, sparesPlugins: false }];
    return [...bansOfPolicy(path, policy, isForced), ...bansOfVariables(path, variablesOf(policy))];
  });
}

/** hive's plugin, of any marketplace. */
export const PLUGIN = "hive@";

const ASK = "ask your administrator to allow hive's hook";

function bansOfPolicy(path: string, policy: Settings, isForced: boolean): HookBan[] {
  const bans: HookBan[] = [];
  const add = (found: string, sparesPlugins = false): void => void bans.push({ found, advice: ASK, sparesPlugins });
  if (policy["disableAllHooks"] === true) add(`the policy ${path} switches all hooks off ("disableAllHooks")`);
  if (policy["allowManagedHooksOnly"] === true) {
    add(`the policy ${path} allows an administrator's hooks alone ("allowManagedHooksOnly")`, isForced);
  }
  const only = policy["strictPluginOnlyCustomization"];
  if (only === true || (Array.isArray(only) && only.includes("hooks"))) {
    add(`the policy ${path} allows hooks of plugins alone ("strictPluginOnlyCustomization")`, true);
  }
  return bans;
}

/** Each variable starts Claude Code without hooks. */
const VARIABLES = ["CLAUDE_CODE_SIMPLE", "CLAUDE_CODE_SAFE_MODE"];

function bansOfVariables(where: string, variables: Settings): HookBan[] {
  return VARIABLES.filter((name) => isOn(variables[name])).map((name) => ({
    found: `${where} sets ${name}: Claude Code runs no hooks`,
    advice: `take ${name} out of ${where}`,
    sparesPlugins: false,
  }));
}

const isOn = (value: unknown): boolean =>
  !["", "0", "false", "no", "off", "undefined"].includes(String(value).toLowerCase());

const variablesOf = ({ env }: Settings): Settings => (typeof env === "object" && env !== null ? (env as Settings) : {});

/** The value from the first file that has the setting. */
function firstOf(paths: readonly string[], name: string): { readonly path: string; readonly value: unknown } | null {
  for (const path of paths) {
    const read = readSettings(path);
    if (read !== null && read !== "unreadable" && read[name] !== undefined) return { path, value: read[name] };
  }
  return null;
}

const MAX_SETTINGS_BYTES = 16 * 1024 ** 2;

/** Null without a file, and for an empty one. */
export function readSettings(path: string): Settings | "unreadable" | null {
  let text: string | null;
  try {
    text = readRegular(path, MAX_SETTINGS_BYTES, true);
  } catch {
    // The file exists, and this user may not read it.
    return "unreadable";
  }
  if (text === null || text.trim() === "") return null;
  return objectIn(text.replace("\uFEFF", "")) ?? "unreadable";
}
