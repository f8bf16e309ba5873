import type { SeenRow } from "../../store/sqlite/read/session-state.ts";

/** Words of agreement: a prompt of these alone can be left out. */
const AGREEING = new Set(
  (
    "yes y yep yeah yup ok okay k sure fine good great nice cool perfect thanks thank you lgtm looks continue go on ahead " +
    "proceed next keep going do it that please and now carry resume done right correct agreed approved hi hello hey " +
    "ja weiter gut bitte mach oui continuez si sí continua sigue да далее はい 続けて 继续 好 好的 是 是的 네 계속"
  ).split(" "),
);

/** Commands of the agents themselves: they ask nothing of the model. Any other one, such as `/review`, does. */
const OWN_COMMANDS = new Set(
  (
    "add-dir agents allowed-tools bashes bug chat clear color compact compress config context copy cost directory " +
    "doctor editor effort exit export extensions fast feedback help hooks ide keybindings login logout mcp memory model " +
    "models new output-style permissions plugin plugins privacy-settings q quit reload-plugins rename reset resume rewind " +
    "sandbox sessions settings skills stats status statusline tasks terminal-setup theme todos tools undo upgrade usage vim"
  ).split(" "),
);

/** True if a prompt says more than to go on. */
export function isOfSubstance(text: string): boolean {
  const plain = text.trim();
  const [, command] = /^\/([\w:-]+)(?=\s|$)/.exec(plain) ?? [];
  if (command !== undefined) return !OWN_COMMANDS.has(command.toLowerCase());
  const words = plain
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  return words.some((word) => !AGREEING.has(word) && !/^\d{1,2}$|^[a-z]$/.test(word));
}

export interface Prompts {
  /** The purpose of the session: its first prompt of substance, else its first one. */
  readonly task: SeenRow | undefined;
  /** The later prompts of substance, the newest first. */
  readonly later: readonly SeenRow[];
  /** The number of the other known prompts. */
  readonly agreeing: number;
  /** True if the first of `later` is the last word of all. */
  readonly isLastTold: boolean;
}

/** @param first the earliest prompts, in their order @param newest the latest ones, the newest first */
export function promptsOf(first: readonly SeenRow[], newest: readonly SeenRow[]): Prompts {
  const task = first.find((row) => isOfSubstance(textOf(row))) ?? first[0] ?? newest.at(-1);
  const seen = new Set<string>([task === undefined ? "" : textOf(task)]);
  const later = newest.filter((row) => {
    const text = textOf(row);
    if (row.key === task?.key || seen.has(text) || !isOfSubstance(text)) return false;
    return seen.add(text);
  });
  const agreeing = newest.filter((row) => !isOfSubstance(textOf(row)) && row.key !== task?.key).length;
  const isLastTold = later[0] !== undefined && textOf(later[0]) === textOf(newest[0]!);
  return { task, later, agreeing, isLastTold };
}

const textOf = (row: SeenRow): string => (typeof row["text"] === "string" ? row["text"] : "");
