/** What a line of shell runs, without what only prepares, prints or filters. */
import { EXITS_WITH_CODE, PIPEFAIL } from "../../model/check-outcome.ts";
import { looksOnly } from "./looks.ts";
import { type Step, stepsOf, unwrapped } from "./steps.ts";

export interface Commands {
  /** One after the other, each only if the one before it succeeded; a `cd` may be among them. */
  readonly commands: readonly string[];
  readonly text: string;
  /** Where the line goes before its first command. */
  readonly directories: readonly string[];
  /** False if the outcome of the line is not that of its commands: `a; b`, `a || b`. */
  readonly isRead: boolean;
  /** True if the exit code is that of a filter or a print, which succeeds whatever the command before it did. */
  readonly isCodeHidden: boolean;
}

const FILTER = /^(?:tail|head|grep|egrep|fgrep|rg|tee|cat|less|more|sed|awk|sort|uniq|wc|cut|tr|nl|column|jq)\b/;
/** A command that only prepares the shell, or prints a text. */
const PREPARES =
  /^(?:set [-+]\w|source |\. |unset |ulimit |umask |(?:conda|mamba) activate|deactivate|nvm use|fnm use|eval "?\$\(|echo\b|printf |sleep |date\b|clear\b|pwd$|true$|:$|hash -r)/;
const PRINTS = /^(?:echo\b|printf |true$|:$|date\b|exit\b)/;
const CD = /^(?:cd|pushd) (\S+|"[^"]*"|'[^']*')$/;

export const commandsOf = (line: string): Commands => commandsIn(unwrapped(line));

function commandsIn(line: string): Commands {
  const { kept: steps, filtered } = withoutFilters(stepsOf(line));
  const all = textOf(steps);
  const directories: string[] = [];
  let exported = "";
  let rest: readonly Step[] = steps;
  for (let [first] = rest; first !== undefined && (first.joint === "&&" || first.joint === ";"); [first] = rest) {
    const cd = CD.exec(first.text)?.[1];
    const variables = /^export (\w+=.*)$/.exec(first.text)?.[1];
    if (cd !== undefined) directories.push(cd);
    else if (variables !== undefined) exported += `${variables} `;
    else if (!PREPARES.test(first.text)) break;
    rest = rest.slice(1);
  }
  const hidden = PIPEFAIL.test(line) ? [] : filtered;
  const printed = rest;
  rest = withoutLastPrints(rest);
  const last = printed[rest.length - 1];
  if (last !== undefined && /^(?:;|\|\|)$/.test(last.joint)) hidden.push(last.text);
  const isCodeHidden = !EXITS_WITH_CODE.test(line) && hidden.some((one) => !looksOnly(one));
  const isRead = rest.length > 0 && rest.every(({ joint, isOdd }) => !isOdd && (joint === "&&" || joint === ""));
  const text = textOf(rest);
  if (!isRead) return { commands: [], text: text === "" ? all : text, directories, isRead, isCodeHidden };
  const commands = rest
    .filter((step) => !PRINTS.test(step.text))
    .flatMap(({ text: one }) => (CD.test(one) ? one : innerOf(one).map((inner) => exported + inner)));
  return { commands, text, directories, isRead: commands.length > 0, isCodeHidden };
}

/** A shell that a line calls runs a line of its own. */
function innerOf(command: string): readonly string[] {
  const line = unwrapped(command);
  const inner = line === command ? undefined : commandsIn(line);
  return inner?.isRead === true && inner.directories.length === 0 ? inner.commands : [command];
}

const textOf = (steps: readonly Step[]): string =>
  steps
    .map(({ text, joint }) => (joint === "" ? text : `${text}${joint === ";" ? "" : " "}${joint} `))
    .join("")
    .trim();

/** Filters of the output change nothing of the commands before them, but hide their exit codes. */
function withoutFilters(steps: readonly Step[]): { kept: Step[]; filtered: string[] } {
  const kept: Step[] = [];
  const filtered: string[] = [];
  for (const step of steps) {
    const before = kept.at(-1);
    if (before?.joint === "|" && FILTER.test(step.text)) {
      kept[kept.length - 1] = { ...before, joint: step.joint };
      filtered.push(before.text);
    } else kept.push(step);
  }
  return { kept, filtered };
}

/** Without what a line prints at its end. Of several commands it would hide which one failed. */
function withoutLastPrints(steps: readonly Step[]): readonly Step[] {
  const last = steps.at(-1);
  const before = steps.at(-2);
  if (last === undefined || before === undefined || !PRINTS.test(last.text)) return steps;
  const isChain = steps.slice(0, -2).some(({ joint }) => joint === "&&");
  if (before.joint !== "&&" && (isChain || (before.joint !== ";" && before.joint !== "||"))) return steps;
  return withoutLastPrints([...steps.slice(0, -2), { ...before, joint: "" }]);
}
