/** Finds the reasons why Claude Code runs no hooks: in its settings of every level, and in its environment. */
import { join } from "node:path";
import { readRegular } from "../../base/files/files.ts";
import { objectIn } from "../../base/json.ts";
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
  const bans: HookBan[] = [];
  for (const path of policyFiles(levels)) {
    const read = readSettings(path);
    if (read === "unreadable") {
      bans.push({ found: `${path} cannot be read: it may forbid hooks`, advice: ASK, sparesPlugins: false });
    } else if (read !== null) bans.push(...bansOfPolicy(path, read), ...bansOfVariables(path, variablesOf(read)));
  }
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

const ASK = "ask your administrator to allow hive's hook";

function bansOfPolicy(path: string, policy: Settings): HookBan[] {
  const bans: HookBan[] = [];
  const add = (found: string, sparesPlugins = false): void => void bans.push({ found, advice: ASK, sparesPlugins });
  if (policy["disableAllHooks"] === true) add(`the policy ${path} switches all hooks off ("disableAllHooks")`);
  if (policy["allowManagedHooksOnly"] === true) {
    add(`the policy ${path} allows an administrator's hooks alone ("allowManagedHooksOnly")`);
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
