import type { HookCommand } from "../../../agents/agent.ts";
import { HiveError } from "../../../base/errors.ts";
import { VERSION } from "../../../base/version.ts";
import { compiledHook, interpretedHook, isSameCommand, isUnguarded } from "../../../install/hook/command.ts";
import { canRun } from "../../../platform/programs.ts";
import { type CheckResult, FIX, type HealthCheck, ok, problem, together, warning } from "../../check.ts";
import { type InstalledHook, setUp } from "../../installed-hooks.ts";
import type { ProjectView } from "../../project-view.ts";

/** Checks whether the agent's hook exists, saves a call, has it applied, and has this hive's version. */
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
    const results = await Promise.all(distinct.map((hook) => lookAt(hook, view)));
    const [first = ok("no hook is installed, so there is none to look at")] = results;
    const isWell = results.every(({ level }) => level === "ok");
    if (results.length < 2) return first;
    return isWell ? ok(results.map(({ found }) => found).join("; ")) : together(results.filter(isFault), "");
  },
};

const isFault = ({ level }: CheckResult): boolean => level !== "ok";

async function lookAt(installed: InstalledHook, view: ProjectView): Promise<CheckResult> {
  const { agent, command, where } = installed;
  const run = where === "plugin" ? {} : { run: setUp(agent, where) };
  if (!canRun(command)) return problem(`the hook cannot be run: ${line(command)}`, run);
  const fault = await faultOf(installed, view.triesWorker);
  if (fault !== null) return fault.level === "problem" ? { ...fault, ...run } : fault;
  const how = view.triesWorker ? "saves, and its worker applies" : "saves";
  if (where === "plugin") return ok(`the plugin's hook ${how}: ${line(command)}`);
  if (isSameCommand(command, compiledHook())) {
    return compiledResult(how, view.isDeep);
  }
  if (isSameCommand(command, interpretedHook())) {
    return warning(`hive ${VERSION} from source: a compiled one takes half the time`, {
      run: "hive setup",
      advice: "this compiles it, or reports why it cannot",
    });
  }
  return foreignResult(installed);
}

/**
 * Has the hook save a made-up call in a temporary project, as an agent starts it. Its exit code shows nothing: whatever
 * fails, a hook ends with 0. A hook that only a project's settings name is not started: a cloned repository can name
 * any program.
 * @param triesWorker true to wait until the worker that it starts has applied the call
 * @returns its fault; null without one, and for a program that is not started
 */
async function faultOf(
  { command, agent, isTrusted }: InstalledHook,
  triesWorker: boolean,
): Promise<CheckResult | null> {
  // @mutant the doctor starts no hook that only a project's settings name
  if (!isTrusted) return null;
  const { prove, proveSaving } = await import("../../../install/proof.ts");
  try {
    await (triesWorker ? prove(command, agent) : proveSaving(command, agent));
    return null;
  } catch (error) {
    if (!(error instanceof HiveError)) throw error;
    if (error.code === "HIVE_UNHEALTHY") return problem(`${error.message}: ${line(command)}`);
    return warning(
      `the hook could not be tried: ${error.message}`,
      error.hint === undefined ? {} : { advice: error.hint },
    );
  }
}

const line = ({ command, args }: HookCommand): string => [command, ...args].join(" ");

/**
 * @param how what it does, in words
 * @param isDeep true to read every source that it was compiled from
 */
async function compiledResult(how: string, isDeep: boolean): Promise<CheckResult> {
  const { hookState } = await import("../../../install/hook/stamp.ts");
  const { stamp, stale } = hookState(undefined, isDeep);
  if (stale === null) return ok(`the hook ${how}, compiled from hive ${stamp!.version} with Bun ${stamp!.bun}`);
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
