import { realPathOrSame } from "../base/files/real-path.ts";
import { callersDirectory } from "../platform/bun/callers-directory.ts";
import { HiveError } from "../base/errors.ts";
import { agentSign } from "../recall/archive/scope.ts";
import { callingPrograms } from "../platform/process/callers.ts";
import { printableColours, printableLines } from "../base/text/printable.ts";

/** The terminal, as the commands see it; tests pass their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The real path of the working directory; empty if it was deleted and has no name. */
  readonly cwd: string;
  readonly isTTY: boolean;
  /** Whether any standard stream is a terminal: a person may have sent the output into a pipe. @default isTTY */
  readonly isAtTerminal?: boolean;
  /** The programs that started the command, the nearest first. @default none */
  readonly callers?: () => readonly string[];
  /** The width of the terminal on standard output; undefined without a terminal. */
  readonly columns?: number | undefined;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readStdin: () => Promise<string>;
}

/** The working directory as the system names it: a shell names it with the links that led there. */
const realDirectory = (path: string): string => (path === "" ? path : realPathOrSame(path));

/** Whether an agent seems to have run the command. */
export const isOfAgent = (io: Asked): boolean => signIn(io) !== null;

/**
 * Refuses an agent what is a person's.
 * @param refusal why, as a sentence
 * @throws HIVE_INVALID_OPTION under an agent. It names the sign, which a person's shell may have inherited.
 */
export function assertPerson(io: Asked, refusal: string): void {
  const sign = signIn(io);
  // @mutant a person's commands refuse an agent
  if (sign === null) return;
  throw new HiveError("HIVE_INVALID_OPTION", refusal, {
    hint: looksLike(sign, "run it in a terminal of your own, where that is not so"),
  });
}

/** A hint that begins with the sign by which a command seems to be an agent's. @param sign null for none */
export const looksLike = (sign: string | null, hint: string): string =>
  sign === null ? hint : `this looks like an agent's command, since ${sign}: ${hint}`;

type Asked = Pick<Io, "env" | "callers">;

export const signIn = ({ env, callers }: Asked): string | null => agentSign(env, callers?.());

export const processIo: Io = {
  env: process.env,
  cwd: realDirectory(callersDirectory(process.env)),
  // A command that prints into a pipe does not make standard input's stream: that takes milliseconds.
  get isTTY() {
    return process.stdout.isTTY && process.stdin.isTTY;
  },
  get isAtTerminal() {
    return process.stdout.isTTY || process.stdin.isTTY || process.stderr.isTTY;
  },
  callers: callingPrograms,
  columns: process.stdout.columns,
  // Every command prints through here, so no text of a project's files can steer the terminal.
  out: (text) => void process.stdout.write(shown(text, process.stdout)),
  // @mutant errors are printed without what is not printable
  err: (text) => void process.stderr.write(shown(text, process.stderr)),
  readStdin: () => Bun.stdin.text(),
};

function shown(text: string, { isTTY }: { readonly isTTY: boolean }): string {
  return isTTY ? printableColours(text) : printableLines(text);
}
