import { type Command, InvalidArgumentError, Option } from "commander";
import { type Config } from "../base/config/config.ts";
import { checked, ruleOf } from "../base/config/validate.ts";
import { HiveError } from "../base/errors.ts";

/** A flag for a setting, checked by the rule in the table of settings. */
export function settingOption(flags: string, name: keyof Config, description: string): Option {
  const rule = ruleOf(name);
  const option = new Option(flags, description);
  if ("form" in rule) throw new HiveError("HIVE_BUG", `${name} has no flag`);
  return "min" in rule ? option.argParser((text: string) => settingOf(name, text)) : option.choices(rule);
}

function settingOf(name: keyof Config, text: string): number {
  try {
    return checked(name, text.trim() === "" ? text : Number(text)) as number;
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    throw new InvalidArgumentError(`It ${error.message.slice(name.length + 1, error.message.lastIndexOf(", not"))}.`);
  }
}

/** A whole number from 1, as an argument of commander's `option`. */
export function positive(text: string): number {
  if (!/^\d+$/.test(text) || Number(text) < 1) throw new InvalidArgumentError("It must be a whole number above 0.");
  return Number(text);
}

const UNIT_MS: Readonly<Record<string, number>> = { min: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 };

/** A span such as `30min`, `2h`, `3d` or `1w` in ms, as an argument of commander's `option`. */
export function spanMs(text: string): number {
  const [, amount, unit] = /^(\d{1,5})\s*(min|h|d|w)$/.exec(text) ?? [];
  if (unit !== undefined && Number(amount) > 0) return Number(amount) * UNIT_MS[unit]!;
  throw new InvalidArgumentError("It must be 30min, 3h, 2d or 1w.");
}

/** A point in time, in ms since 1970, from an age or a local date, as an argument of commander's `option`. */
export function sinceMs(text: string): number {
  const [, amount, unit] = /^(\d+)\s*(min|h|d|w)$/.exec(text) ?? [];
  if (unit !== undefined) return Date.now() - Number(amount) * UNIT_MS[unit]!;
  const ms = new Date(/^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text).getTime();
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(ms)) return ms;
  throw new InvalidArgumentError("It must be 30min, 3h, 2d, 1w or a date such as 2026-01-31.");
}

/** Words that people type when they mean another command. */
const MEANT: Readonly<Record<string, string>> = {
  version: "hive --version",
  install: "hive setup",
  init: "hive setup",
  remove: "hive uninstall",
  list: "hive sessions",
  ls: "hive sessions",
  status: "hive status",
  session: "hive sessions",
  start: "hive worker start",
  stop: "hive worker stop",
  restart: "hive worker restart",
  log: "hive worker logs",
  logs: "hive worker logs",
  check: "hive doctor",
  retry: "hive failed retry",
  drop: "hive failed drop",
  "dead-letters": "hive failed",
  dlq: "hive failed",
  restore: "hive resume",
  delete: "hive forget",
  rm: "hive forget",
  continue: "hive resume",
  bug: "hive bug-report",
  report: "hive bug-report",
  completions: "hive completion",
};

/** Fails with an error that suggests the closest command. @throws CommanderError */
export function unknownCommand(group: Command, given: string): never {
  const names = group.commands.flatMap((command) => [command.name(), ...command.aliases()]);
  const isTop = group.parent === null;
  const near = names.find((name) => name.startsWith(given) || distance(name, given) <= 2);
  const nearest = near === undefined ? undefined : `${isTop ? "hive" : `hive ${group.name()}`} ${near}`;
  const known = Object.hasOwn(MEANT, given) ? MEANT[given] : undefined;
  // "install" is spelled almost like "uninstall".
  const meant = isTop ? (known ?? nearest) : (nearest ?? known);
  const hint = meant === undefined ? "" : ` (did you mean ${meant}?)`;
  return group.error(`error: unknown command '${given}'${hint}`, { code: "commander.unknownCommand" });
}

/** The number of letters to change between two words (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: Array.from(b).length + 1 }, (_, index) => index);
  for (const [i, letter] of Array.from(a).entries()) {
    const next = [i + 1];
    for (const [j, other] of Array.from(b).entries()) {
      next.push(Math.min(next[j]! + 1, row[j + 1]! + 1, row[j]! + (letter === other ? 0 : 1)));
    }
    row = next;
  }
  return row.at(-1)!;
}
