import { realpathSync } from "node:fs";
import { callersDirectory } from "../platform/callers-directory.ts";
import { printableColours, printableLines } from "../base/printable.ts";

/** The terminal, as the commands see it; tests pass their own. */
export interface Io {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly isTTY: boolean;
  readonly out: (text: string) => void;
  readonly err: (text: string) => void;
  readonly readStdin: () => Promise<string>;
}

/** As the system names the working directory: a shell tells it with the links that led there. */
function realDirectory(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // It is gone, which whoever looks for something in it will say.
    return path;
  }
}

export const processIo: Io = {
  env: process.env,
  cwd: realDirectory(callersDirectory(process.env)),
  isTTY: process.stdin.isTTY && process.stdout.isTTY,
  // Nothing that a project's files hold reaches a terminal as it is, whichever command prints it.
  out: (text) => void process.stdout.write(shown(text, process.stdout)),
  err: (text) => void process.stderr.write(shown(text, process.stderr)),
  readStdin: () => Bun.stdin.text(),
};

function shown(text: string, { isTTY }: { readonly isTTY: boolean }): string {
  return isTTY ? printableColours(text) : printableLines(text);
}
