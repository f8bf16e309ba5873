/** Cuts a line of shell into its commands. Quotes hide what stands in them. */

/** One command of a line. */
export interface Step {
  /** On one line, without the files that its output goes to. */
  readonly text: string;
  /** What joins it to the next one; empty at the end. */
  readonly joint: "" | "&&" | "||" | "|" | ";" | "&";
  /** True if what it runs is known to a shell alone: a substitution, a group, a here-document. */
  readonly isOdd: boolean;
}

/** Quoted text, a joint, a file, what is odd, or plain text. */
const TOKENS =
  /(?<quoted>"(?:[^"\\]|\\[^])*"|'[^']*')|\\\n|(?<file>(?:[&12])?>{1,2} ?(?:&\d|[\w./~$@{}-]+|"[^"]*")|<(?!<) ?[\w./-]+)|(?<joint>&&|\|\||\|&?|;+|\n|&)|(?<odd>\$\(|[<>`()"'])|(?:\\[^]|[^\s"'\\&|;<>`()$12])+|[^]/g;

export function stepsOf(line: string): Step[] {
  const steps: Step[] = [];
  let text = "";
  let isOdd = false;
  const end = (joint: Step["joint"]): void => {
    const plain = text.replaceAll(/\s+/g, " ").trim();
    if (plain !== "") steps.push({ text: plain, joint, isOdd });
    text = "";
    isOdd = false;
  };
  for (const { 0: token, groups = {} } of withoutComments(line).matchAll(TOKENS)) {
    const { quoted, file, joint, odd } = groups;
    if (joint !== undefined) end(jointOf(joint));
    else {
      isOdd ||= odd !== undefined || (quoted?.startsWith('"') === true && /`|\$\(/.test(quoted));
      text += file !== undefined || token === "\\\n" ? " " : token;
    }
  }
  end("");
  const last = steps.at(-1);
  return last === undefined ? [] : [...steps.slice(0, -1), { ...last, joint: "" }];
}

const withoutComments = (line: string): string => line.replaceAll(/^\s*#.*$/gm, "");

function jointOf(token: string): Step["joint"] {
  if (token === "\n" || token.startsWith(";")) return ";";
  return token === "|&" ? "|" : (token as Step["joint"]);
}

const SHELL = /^(?:\S*\/)?(?:ba|z|da)?sh (?:-\w+ )*-\w*c (["'])([^]*)\1/;
const GROUP = /^(?:time )?(?:\(\s*([^()]*?)\s*\)|\{\s([^{}]*?);?\s*\})/;

/** The number of processors, and the directory: their values change nothing of a check. */
const KNOWN = /\$\((?:nproc|getconf _NPROCESSORS_ONLN|sysctl -n hw\.\w*cpu|pwd)\)|`(?:nproc|pwd)`|\$PWD\b/g;

/** The line that a shell, or parentheses around all of it, only hands on. */
export function unwrapped(line: string): string {
  const text = line.replaceAll(KNOWN, (found) => (/nproc|cpu/i.test(found) ? "8" : ".")).trim();
  const shell = SHELL.exec(text);
  const group = shell === null ? GROUP.exec(text) : null;
  const [all, inside] = shell === null ? [group?.[0], group?.[1] ?? group?.[2]] : [shell[0], shell[2]];
  if (all === undefined || inside === undefined || inside === "") return text;
  const rest = text.slice(all.length);
  // What comes after it may only filter its output.
  if (!/^\s*(?:$|[|>&12])/.test(rest) || /^\s*(?:&&|\|\||&$)/.test(rest)) return text;
  return unwrapped(`${inside.replaceAll('\\"', '"')} ${rest}`);
}
