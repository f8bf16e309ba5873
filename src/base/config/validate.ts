/** Checks the values of settings from every source. */
import { HiveError } from "../errors.ts";
import { pauseEndMs } from "./pause.ts";
import {
  type Config,
  DEFAULTS,
  type Form,
  type Paused,
  type Rule,
  SETTINGS,
  type Settings,
  SHARE_CLASSES,
  TUNING,
  type Tuning,
} from "./config.ts";

/** Some of the settings, as flags or a caller give them; `undefined` counts as not given. */
export type ConfigOverrides = {
  readonly [K in keyof Config]?: Config[K] | undefined;
};

const LONGEST_SHOWN = 100;

/** A value for a one-line error, whatever the file holds. */
function shown(value: unknown): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "a list" : "an object";
  const text = JSON.stringify(value);
  return text.length <= LONGEST_SHOWN ? text : `${text.slice(0, LONGEST_SHOWN)}…`;
}

/** The values that a setting or a constant takes. */
export const ruleOf = (name: keyof Config): Rule =>
  (name in SETTINGS ? SETTINGS[name as keyof Settings] : TUNING[name as keyof Tuning]).rule;

/** @throws HIVE_INVALID_OPTION */
export function checked(name: keyof Config, value: unknown): Config[keyof Config] {
  const rule = ruleOf(name);
  const refuse = (what: string): never => {
    // An address may hold a password.
    const given = "form" in rule && rule.form === "url" ? "" : `, not ${shown(value)}`;
    throw new HiveError("HIVE_INVALID_OPTION", `${name} must be ${what}${given}`);
  };
  if ("form" in rule) {
    return FORMS[rule.form](value) ? (value as Paused | readonly string[]) : refuse(rule.words);
  }
  if ("min" in rule) {
    const { min, max, isWhole = false } = rule;
    const isOne = typeof value === "number" && value >= min && value <= max && (!isWhole || Number.isInteger(value));
    return isOne ? value : refuse(`a ${isWhole ? "whole " : ""}number from ${min} to ${max}`);
  }
  return typeof value === "string" && rule.includes(value) ? value : refuse(`one of ${rule.join(", ")}`);
}

const isPause = (value: unknown): boolean =>
  typeof value === "boolean" || (typeof value === "string" && !Number.isNaN(pauseEndMs(value)));

const MAX_URL_CHARS = 2048;

const FORMS: Readonly<Record<Form["form"], (value: unknown) => boolean>> = {
  pause: (value) => isPause(value),
  globs: (value) => areGlobs(value),
  // Its parts are checked where it is used, since its words must not show a password.
  url: (value) => typeof value === "string" && value.length <= MAX_URL_CHARS,
  classes: (value) => Array.isArray(value) && value.every((one) => (SHARE_CLASSES as readonly unknown[]).includes(one)),
};

const MAX_GLOBS = 200;
const MAX_GLOB_CHARS = 512;

const areGlobs = (value: unknown): boolean =>
  Array.isArray(value) && value.length <= MAX_GLOBS && value.every((one) => isGlob(one));

/** A `!` would invert the list: only excluded paths would be saved. */
const isGlob = (value: unknown): boolean =>
  typeof value === "string" && value !== "" && value.length <= MAX_GLOB_CHARS && !value.startsWith("!");

/**
 * The defaults with some values replaced, for tests, benchmarks and own programs: no file is read.
 * @throws HIVE_INVALID_OPTION for a value out of range
 */
export function configOf(overrides: ConfigOverrides = {}): Config {
  const resolved: Record<string, unknown> = { ...DEFAULTS };
  for (const name in DEFAULTS) {
    const given = overrides[name as keyof Config];
    if (given !== undefined) resolved[name] = checked(name as keyof Config, given);
  }
  return resolved as unknown as Config;
}

/** @throws HIVE_INVALID_OPTION */
export function parseFile(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch (cause) {
    throw new HiveError("HIVE_INVALID_OPTION", "config.json is not JSON", {
      cause,
      hint: "correct the file, or delete it to go back to the defaults",
    });
  }
  throw new HiveError("HIVE_INVALID_OPTION", "config.json is not a JSON object");
}
