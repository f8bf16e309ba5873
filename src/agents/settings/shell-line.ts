import { HiveError } from "../../base/errors.ts";
import type { HookCommand } from "../agent.ts";
import { isShared, SHARED_LINE } from "./shared-hook.ts";

/**
 * A command as one line for a shell, for agents that take no arguments.
 * @throws HIVE_INVALID_OPTION for a path that cannot be quoted
 */
export function shellLine(hook: HookCommand): string {
  return isShared(hook) ? SHARED_LINE : [hook.command, ...hook.args].map(quoted).join(" ");
}

/** A word quoted for every shell, and for hive's own reader. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./-]+$/.test(word)) return word;
  if (!word.includes("'")) return `'${word}'`;
  if (!/["$`\\!]/.test(word)) return `"${word}"`;
  throw new HiveError("HIVE_INVALID_OPTION", `${word} cannot be written into a shell's command`, {
    hint: "put hive into a directory without quotes in its name",
  });
}
