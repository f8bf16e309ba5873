/** Runs a Bun program as another user, in place of this process as far as signals and streams go. */
import { argv } from "node:process";

const [uid, ...program] = argv.slice(2) as [string, ...string[]];
const child = Bun.spawn(
  ["setpriv", `--reuid=${uid}`, `--regid=${uid}`, "--clear-groups", process.execPath, ...program],
  { stdin: "inherit", stdout: "inherit", stderr: "inherit" },
);
process.on("SIGTERM", () => child.kill("SIGTERM"));
process.exitCode = await child.exited;
