/** Which program a shell starts as `hive`: other programs have that name, too. */
import { realPathOrSame } from "../../base/files/real-path.ts";
import { VERSION } from "../../base/version.ts";
import { ownCommand, packagedVersion } from "../../platform/own-command.ts";
import { type CheckResult, type HealthCheck, ok, warning } from "../check.ts";

export const commandCheck: HealthCheck = {
  code: "command",
  groups: ["deep"],
  needs: "nothing",
  run: ({ env }) => judgeCommand(Bun.which("hive", { PATH: env["PATH"] ?? "" }), ownCommand(env)),
};

/**
 * @param found the first `hive` on the PATH; null without one
 * @param own the command that starts this hive: `hive` if the PATH leads to it
 */
export function judgeCommand(found: string | null, own: string): CheckResult {
  if (found === null) return ok(`no hive is on the PATH; this one is ${own}`);
  const real = realPathOrSame(found);
  const where = real === found ? found : `${found}, which leads to ${real}`;
  if (own === "hive") return ok(`the first hive on the PATH is this one: ${where}`);
  const version = packagedVersion(real);
  if (version !== null && version !== VERSION) {
    return warning(`the first hive on the PATH is hive ${version}, and this is ${VERSION}: ${where}`, {
      run: own,
      advice: "this starts this hive; uninstall the other one, or put this one's directory first on the PATH",
    });
  }
  return warning(`the first hive on the PATH is another program: ${where}`, {
    run: own,
    advice: "this starts this hive; Apache Hive and GraphQL Hive have a command of the same name",
  });
}
