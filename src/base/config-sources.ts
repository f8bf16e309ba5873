import {
  checked,
  type Config,
  type ConfigOverrides,
  DEFAULTS,
  parseFile,
  type ProjectMay,
  SETTINGS,
} from "./config.ts";
import { errorMessage } from "./errors.ts";

/** The texts of the files that may set something; null for no file. */
export interface ConfigSources {
  /** The user's own: `config.json` in the user's configuration directory. Its `projects` may hold settings by project. */
  readonly user: string | null;
  /** That of the state directory, which a cloned repository can carry. */
  readonly project: string | null;
  /** The directory that the state directory is in, as `projects` names it. */
  readonly directory: string;
}

export interface ResolvedConfig {
  readonly config: Config;
  /** What in the files does not count, and why, a sentence each. */
  readonly warnings: readonly string[];
  /** Whether one of the files is no JSON object, so that all of it does not count. */
  readonly isBroken: boolean;
}

type Values = Readonly<Record<string, unknown>>;

/**
 * Resolves the settings: overrides, the user's file for the project, the user's file, the defaults; then what the
 * project's own file may tighten. What is wrong in a file counts as not set, and is told: nothing stops for it.
 * Names that this hive does not know are left alone, so that an older hive reads a newer file.
 * @throws HIVE_INVALID_OPTION for a wrong override
 */
export function resolveSources(sources: ConfigSources, overrides: ConfigOverrides = {}): ResolvedConfig {
  const warnings: string[] = [];
  const user = read(sources.user, "your config.json", warnings);
  const own = read(sources.project, "the project's config.json", warnings);
  const isBroken = warnings.length > 0;
  const here = isValues(user["projects"]) ? user["projects"][sources.directory] : undefined;
  const resolved: Record<string, unknown> = { ...DEFAULTS };
  for (const name in SETTINGS) {
    const key = name as keyof Config;
    const override = overrides[key];
    if (override !== undefined) {
      resolved[name] = checked(key, override);
      continue;
    }
    const given = (isValues(here) ? here[name] : undefined) ?? user[name];
    if (given !== undefined) resolved[name] = valueOf(key, given, warnings);
    if (own[name] !== undefined) resolved[name] = tightened(key, resolved[name], own[name], warnings);
  }
  return { config: resolved as unknown as Config, warnings, isBroken };
}

function read(text: string | null, name: string, warnings: string[]): Values {
  if (text === null) return {};
  try {
    return parseFile(text);
  } catch (error) {
    warnings.push(`${name} does not count: ${errorMessage(error)}`);
    return {};
  }
}

const isValues = (value: unknown): value is Values =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function valueOf(name: keyof Config, given: unknown, warnings: string[]): unknown {
  try {
    return checked(name, given);
  } catch (error) {
    const { value, project } = SETTINGS[name];
    // What cannot be read was perhaps meant to be tight.
    const instead = typeof project === "object" && "set" in project ? project.set : value;
    warnings.push(`${errorMessage(error)}: it counts as ${String(instead)}`);
    return instead;
  }
}

/** The value after the project's own file has had its say. */
function tightened(name: keyof Config, current: unknown, given: unknown, warnings: string[]): unknown {
  if (given === current) return current;
  const may = SETTINGS[name].project ?? "nothing";
  const value = may === "nothing" ? undefined : valueOf(name, given, warnings);
  if (isTighter(may, current, value)) return value;
  warnings.push(`the project's config.json may not set ${name} so: your own config.json may`);
  return current;
}

function isTighter(may: ProjectMay, current: unknown, value: unknown): boolean {
  if (may === "nothing" || value === undefined) return false;
  if (may !== "lower" && "set" in may) return value === may.set;
  if (typeof value !== "number" || typeof current !== "number") return false;
  return may === "lower" ? value <= current : value >= current && value <= may.raiseTo;
}
