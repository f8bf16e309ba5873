import { HiveError } from "../../src/base/errors.ts";

/** Runs a program of the repository. A user's mistake is printed in one line, with its hint, and sets the exit code. */
export async function runScript(main: () => Promise<number | void> | number | void): Promise<void> {
  try {
    process.exitCode = (await main()) ?? 0;
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    process.stderr.write(`${error.message}\n${error.hint === undefined ? "" : `  ${error.hint}\n`}`);
    process.exitCode = error.exitCode;
  }
}
