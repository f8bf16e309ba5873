import {
  type Config,
  DEFAULTS,
  type Paused,
  type ProjectMay,
  type Settings,
  SETTINGS,
  type Tuning,
  TUNING,
} from "./config.ts";
import { pauseEndMs } from "./pause.ts";
import { checked, type ConfigOverrides, parseFile } from "./validate.ts";
import { errorMessage } from "../errors.ts";

/** The texts of the files that may set something; null for no file. */
export interface ConfigSources {
  /** The user's own: `config.json` in the user's configuration directory. Its `projects` may hold settings by project. */
  readonly user: string | null;
  /** The `config.json` of the state directory, which a cloned repository can carry. */
  readonly project: string | null;
  /** The project's directory, as `projects` names it. */
  readonly directory: string;
}

/** Reads a configuration file; null if it is missing or does not count. */
export interface ConfigReader {
  /** Reads the user's own file. It may be a link, and no other user may be able to write it. */
  readonly readOwn: (path: string) => string | null;
  /** Reads the project's file, which must not be a link. */
  readonly read: (path: string) => string | null;
}

/** The state directories of projects that keep theirs outside of their trees, by the project's directory. */
export type Roots = Readonly<Record<string, string>>;

/** State directories of projects in the user's own file: `projects.{directory}.root`, an absolute path. */
export function rootsIn(user: string | null): Roots {
  const roots: Record<string, string> = {};
  if (user === null || !user.includes('"root"')) return roots;
  const projects = valuesIn(read(user, "", [])["projects"]);
  for (const directory in projects) {
    const { root } = valuesIn(projects[directory]);
    if (typeof root === "string" && root.startsWith("/")) roots[directory] = root;
  }
  return roots;
}

/** The project's directory for a state directory: the one whose settings name it, else the one around it. */
export function projectOf(root: string, roots: Roots): string {
  for (const directory in roots) if (roots[directory] === root) return directory;
  return root.slice(0, root.lastIndexOf("/")) || "/";
}

/**
 * Reads the two configuration files: the hook, the commands and the doctor all use this.
 * @param root the state directory
 * @param directory the user's configuration directory; null where none is known
 */
export function readSources(io: ConfigReader, root: string, directory: string | null): ConfigSources {
  const user = directory === null ? null : io.readOwn(userConfigIn(directory));
  return { user, project: io.read(`${root}/config.json`), directory: projectOf(root, rootsIn(user)) };
}

/** The user's own file. */
export const userConfigIn = (directory: string): string => `${directory}/config.json`;

export interface ResolvedConfig {
  readonly config: Config;
  /** The ignored parts of the files and the reasons, a sentence each. */
  readonly warnings: readonly string[];
  /** True if one of the files is not a JSON object and is therefore ignored as a whole. */
  readonly isBroken: boolean;
}

type Values = Readonly<Record<string, unknown>>;

/** Holds values of {@link TUNING}, in the user's own file alone: for tests and benchmarks of real processes. */
const TUNED = "tuning";

/**
 * Resolves the settings: overrides, the user's file for the project, the user's file, the defaults. The project's own
 * file may then tighten them. A wrong value in a file counts as not set, and is reported: nothing stops for it. Names
 * that this hive does not know are left alone: they may be an older hive's or a newer one's.
 * @throws HIVE_INVALID_OPTION for a wrong override
 */
export function resolveSources(sources: ConfigSources, overrides: ConfigOverrides = {}): ResolvedConfig {
  const warnings: string[] = [];
  const user = read(sources.user, "your config.json", warnings);
  const own = read(sources.project, "the project's config.json", warnings);
  const isBroken = warnings.length > 0;
  const here = valuesIn(valuesIn(user["projects"])[sources.directory]);
  const resolved: Record<string, unknown> = { ...DEFAULTS };
  const set = (name: keyof Config, given: unknown): boolean => {
    const override = overrides[name];
    if (override !== undefined) resolved[name] = checked(name, override);
    else if (given !== undefined) resolved[name] = valueOf(name, given, warnings);
    return override === undefined;
  };
  for (const text in SETTINGS) {
    const name = text as keyof Settings;
    const isSum = name === "exclude";
    const isOpen = set(name, isSum ? user[name] : (given(here, name) ?? given(user, name)));
    if (isOpen && isSum && here[name] !== undefined)
      resolved[name] = tightened(name, resolved[name], here[name], warnings);
    // Only the user ends a pause, even one of a project's file.
    if (name === "paused" && here[name] === false) continue;
    // @mutant a project's settings tighten and never loosen
    if (isOpen && own[name] !== undefined) resolved[name] = tightened(name, resolved[name], own[name], warnings);
  }
  if (isBroken) pauseIfMeant(sources, resolved, warnings);
  const [tunedHere, tuned] = [valuesIn(here[TUNED]), valuesIn(user[TUNED])];
  for (const name in TUNING) set(name as keyof Tuning, tunedHere[name] ?? tuned[name]);
  return { config: resolved as unknown as Config, warnings, isBroken };
}

const isMeant = (text: string | null): boolean => text !== null && /"(?:paused|exclude)"/.test(text);

/** An unreadable file may list data that must not be saved: a typing error must not make hive save it. */
function pauseIfMeant({ user, project }: ConfigSources, resolved: Record<string, unknown>, warnings: string[]): void {
  // @mutant a broken file that excludes or pauses lets nothing be saved
  if (!isMeant(user) && !isMeant(project)) return;
  resolved["paused"] = true;
  warnings.push("a config.json that excludes or pauses cannot be read: nothing is saved until it can");
}

/**
 * The user's value for a setting in a file. Until 0.1.0 `restoreContext: false` meant `restore: "off"`.
 */
function given(values: Values, name: keyof Settings): unknown {
  if (name === "restore" && values["restoreContext"] === false) return values[name] ?? "off";
  return values[name];
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

const NONE: Values = {};

const valuesIn = (value: unknown): Values =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Values) : NONE;

function valueOf(name: keyof Config, given: unknown, warnings: string[]): unknown {
  try {
    return checked(name, given);
  } catch (error) {
    const project = name in SETTINGS ? SETTINGS[name as keyof Settings].project : undefined;
    // The unreadable value may have been meant as the tightest one.
    const instead = tightest(project) ?? DEFAULTS[name];
    warnings.push(
      `${errorMessage(error)}: it counts as ${typeof instead === "string" ? instead : JSON.stringify(instead)}`,
    );
    return instead;
  }
}

function tightest(project: ProjectMay | undefined): unknown {
  if (typeof project !== "object") return undefined;
  if ("set" in project) return project.set;
  return "pause" in project ? project.pause : "add" in project ? project.add : undefined;
}

/** The value after the project's own file has tightened it. */
function tightened(name: keyof Settings, current: unknown, given: unknown, warnings: string[]): unknown {
  if (given === current) return current;
  const may = SETTINGS[name].project ?? "nothing";
  const value = may === "nothing" ? undefined : valueOf(name, given, warnings);
  if (typeof may === "object" && "add" in may) return [...(current as string[]), ...(value as string[])];
  if (isTighter(may, current, value)) return value;
  warnings.push(`the project's config.json may not set ${name} so: set it in your own config.json`);
  return current;
}

function isTighter(may: ProjectMay, current: unknown, value: unknown): boolean {
  if (may === "nothing" || value === undefined) return false;
  if ("set" in may) return value === may.set;
  if ("pause" in may) return pauseEndMs(value as Paused) >= pauseEndMs(current as Paused);
  if (!("raiseTo" in may)) return false;
  return typeof value === "number" && typeof current === "number" && value >= current && value <= may.raiseTo;
}
