import type { HookCommand } from "../../../agents/agent.ts";
import { errorMessage } from "../../../base/errors.ts";
import { VERSION } from "../../../base/version.ts";
import { compiledHook, interpretedHook, isSameCommand, isUnguarded } from "../../../install/hook/command.ts";
import { canRun } from "../../../platform/programs.ts";
import { type CheckResult, FIX, type HealthCheck, ok, problem, together, warning } from "../../check.ts";
import { type InstalledHook, setUp } from "../../installed-hooks.ts";

/** Checks whether the agent's hook exists, runs, and has this hive's version. */
export const programCheck: HealthCheck = {
  code: "program",
  groups: ["fast", "install"],
  needs: "project",
  run: async (view) => {
    const hooks = view.installedHooks();
    // Agents that start the same command need one look.
    const distinct = hooks.filter(
      ({ command }, index) => hooks.findIndex((other) => isSameCommand(other.command, command)) === index,
    );
    const results = await Promise.all(distinct.map((hook) => lookAt(hook, view.isDeep)));
    const [first = ok("no hook is installed, so there is none to look at")] = results;
    const isWell = results.every(({ level }) => level === "ok");
    if (results.length < 2) return first;
    return isWell ? ok(results.map(({ found }) => found).join("; ")) : together(results.filter(isFault), "");
  },
};

const isFault = ({ level }: CheckResult): boolean => level !== "ok";

async function lookAt(installed: InstalledHook, isDeep: boolean): Promise<CheckResult> {
  const { agent, command, where } = installed;
  const run = where === "plugin" ? {} : { run: setUp(agent, where) };
  if (!canRun(command)) return problem(`the hook cannot be run: ${line(command)}`, run);
  const failure = await failureOf(installed);
  if (failure !== null) return problem(`the hook ${failure}: ${line(command)}`, run);
  if (where === "plugin") return ok(`the plugin's hook runs: ${line(command)}`);
  if (isSameCommand(command, compiledHook())) {
    return compiledResult(isDeep);
  }
  if (isSameCommand(command, interpretedHook())) {
    return warning(`hive ${VERSION} from source: a compiled one takes half the time`, {
      run: "hive setup",
      advice: "this compiles it, or reports why it cannot",
    });
  }
  return foreignResult(installed);
}

const DEADLINE_MS = 5000;

/**
 * Starts the hook with an empty payload, as an agent starts it, without a shell or a PATH. A hook that only a project's
 * settings name is not started: a cloned repository can name any program.
 * @returns its fault; null without one, and for a program that is not started
 */
async function failureOf({ command: { command, args }, isTrusted }: InstalledHook): Promise<string | null> {
  // @mutant the doctor starts no hook that only a project's settings name
  if (!isTrusted) return null;
  const signal = AbortSignal.timeout(DEADLINE_MS);
  try {
    const child = Bun.spawn([command, ...args], { stdin: "ignore", stdout: "pipe", stderr: "ignore", env: {}, signal });
    const [output, exitCode] = [await child.stdout.text(), await child.exited];
    if (signal.aborted) return `does not end within ${DEADLINE_MS / 1000} s`;
    if (exitCode !== 0) return `ends with exit code ${exitCode}`;
    return output === "" ? null : "prints something though it was given nothing";
  } catch (error) {
    return `does not start (${errorMessage(error)})`;
  }
}

const line = ({ command, args }: HookCommand): string => [command, ...args].join(" ");

/** @param isDeep true to read every source that it was compiled from */
async function compiledResult(isDeep: boolean): Promise<CheckResult> {
  const { hookState } = await import("../../../install/hook/stamp.ts");
  const { stamp, stale } = hookState(undefined, isDeep);
  if (stale === null) return ok(`the hook runs, compiled from hive ${stamp!.version} with Bun ${stamp!.bun}`);
  return warning(`the compiled hook does not match this hive: ${stale}`, {
    run: FIX,
    advice: "that compiles it again",
    fix: async () => {
      const { prepareHook } = await import("../../../install/hook/prepare.ts");
      const { command, failure } = await prepareHook();
      if (failure !== null) throw new Error(failure);
      return `compiled ${command.command} again`;
    },
  });
}

/** The hook of another installation, or of this one with another Bun: it is not started to get its version. */
function foreignResult({ agent, command, where, isTrusted }: InstalledHook): CheckResult {
  const run = setUp(agent, where);
  // @mutant an older hive's hook, which runs what a project names, is told of
  if (isUnguarded(command)) return problem(`${line(command)} runs what a project's tsconfig.json says`, { run });
  const whose = command.args.length === 0 ? "is another installation's" : "is not what setup names here";
  const level = isTrusted ? warning : problem;
  return level(`${line(command)} ${whose}: its version is not known`, {
    run,
    advice: "this names this installation's hook",
  });
}
