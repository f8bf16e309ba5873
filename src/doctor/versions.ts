import manifest from "../../package.json" with { type: "json" };
import { errorMessage } from "../errors.ts";
import { readTextFile } from "../setup/files.ts";
import { buildHook, hookState } from "../setup/hook-build.ts";
import { canRun, compiledHook, interpretedHook, isSameCommand } from "../setup/hook-command.ts";
import { type Place, SCOPES } from "../setup/place.ts";
import { type HookCommand, inspect } from "../setup/settings.ts";
import { VERSION } from "../version.ts";
import { type Check, type Diagnosis, FIX, ok, problem, warning } from "./finding.ts";

export const bunCheck: Check = {
  name: "bun",
  needsQueue: false,
  run: () => judgeBun(Bun.version, manifest.engines.bun),
};

export function judgeBun(version: string, needed: string): Diagnosis {
  if (Bun.semver.satisfies(version, needed)) return ok(`Bun ${version} (hive needs ${needed})`);
  return problem(`Bun ${version}, and hive needs ${needed}`, { run: "bun upgrade" });
}

/** The hook that the agent will call: the first that a settings file names, by the scope that wins. */
export function installedHook(place: Place): HookCommand | null {
  for (const scope of SCOPES) {
    try {
      const { command } = inspect(readTextFile(place.settings[scope]).text);
      if (command !== null) return command;
    } catch {
      // The check of the settings says what is wrong with this file.
      continue;
    }
  }
  return null;
}

export const hookCheck: Check = {
  name: "hook",
  needsQueue: false,
  run: ({ place }) => {
    const hook = installedHook(place);
    if (hook === null) return ok("none is installed, so there is none to compare");
    if (!canRun(hook)) return problem(`${line(hook)} cannot be run`, { run: "hive setup" });
    if (isSameCommand(hook, compiledHook())) return compiledDiagnosis();
    if (isSameCommand(hook, interpretedHook())) {
      return warning(`hive ${VERSION} from source: a compiled one takes half the time`, {
        run: "hive setup",
        remedy: "that compiles it, and says so where it cannot",
      });
    }
    return foreignDiagnosis(hook);
  },
};

const line = ({ command, args }: HookCommand): string => [command, ...args].join(" ");

function compiledDiagnosis(): Diagnosis {
  const { stamp, stale } = hookState();
  if (stale === null) return ok(`compiled from hive ${stamp!.version} with Bun ${stamp!.bun}`);
  return warning(`the compiled hook is not of this hive: ${stale}`, {
    run: FIX,
    remedy: "that compiles it again",
    mend: async () => `compiled ${await buildHook()} again`,
  });
}

/** Another installation's, or this one's by a Bun that has been replaced. */
function foreignDiagnosis(hook: HookCommand): Diagnosis {
  const remedy = { run: "hive setup", remedy: "that names this installation's" };
  if (hook.args.length === 0)
    return warning(`${line(hook)} is another installation's: its version is not known`, remedy);
  try {
    const { stdout } = Bun.spawnSync([hook.command, "--version"], { stdin: "ignore", stderr: "ignore", timeout: 5000 });
    const version = stdout.toString().trim();
    if (Bun.semver.satisfies(version, manifest.engines.bun)) {
      return warning(`${line(hook)} is not what setup names here; its Bun is ${version}`, remedy);
    }
    return problem(`${hook.command} is Bun ${version || "of no version"}, hive needs ${manifest.engines.bun}`, remedy);
  } catch (error) {
    return problem(`${hook.command} does not start: ${errorMessage(error)}`, remedy);
  }
}
