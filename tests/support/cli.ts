import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/program.ts";

/** Runs a command line in this process, where nobody is at a terminal. */
export async function cli(args: readonly string[], more: Partial<Io> = {}) {
  let stdout = "";
  let stderr = "";
  const io: Io = {
    env: {},
    cwd: "/",
    isTTY: false,
    out: (text) => (stdout += text),
    err: (text) => (stderr += text),
    readStdin: () => Promise.resolve(""),
    ...more,
  };
  const exitCode = await run(args, io);
  return { stdout, stderr, exitCode };
}
