import manifest from "../../package.json" with { type: "json" };
import { readTextFile } from "../install/files.ts";
import { buildHook, hookState } from "../install/hook-build.ts";
import {
  canRun,
  compiledHook,
  interpretedHook,
  isOwnHook,
  isSameCommand,
  isUnguarded,
} from "../install/hook-command.ts";
import { type Place, SCOPES } from "../install/place.ts";
import { type HookCommand, inspect } from "../install/settings.ts";
import { VERSION } from "../base/version.ts";
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

/** A hook that a settings file names. */
export interface InstalledHook {
  readonly hook: HookCommand;
  /** Whether it may be started: it is this installation's, or the user's own settings name it. */
  readonly isTrusted: boolean;
}

/** The hook that the agent will call: the first that a settings file names, by the scope that wins. */
export function installedHook(place: Place): InstalledHook | null {
  for (const scope of SCOPES) {
    try {
      const { command } = inspect(readTextFile(place.settings[scope]).text);
      if (command !== null) return { hook: command, isTrusted: scope === "user" || isOwnHook(command) };
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
    const hook = installedHook(place)?.hook;
    if (hook === undefined) return ok("none is installed, so there is none to compare");
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

/** Another installation's, or this one's by another Bun. It is not asked: what a project's settings name is not started. */
function foreignDiagnosis(hook: HookCommand): Diagnosis {
  if (isUnguarded(hook)) {
    return problem(`${line(hook)} runs what a project's tsconfig.json says`, { run: "hive setup" });
  }
  const whose = hook.args.length === 0 ? "is another installation's" : "is not what setup names here";
  return warning(`${line(hook)} ${whose}: its version is not known`, {
    run: "hive setup",
    remedy: "that names this installation's",
  });
}
