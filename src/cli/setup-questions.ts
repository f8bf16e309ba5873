import { existsSync } from "node:fs";
import { cancel, confirm, intro, isCancel, log, type Option, outro, select, text } from "@clack/prompts";
import { DEFAULTS, resolveConfig, type WorkerStart } from "../base/config.ts";
import { readConfigFiles } from "../origin/config-files.ts";
import { HiveError } from "../base/errors.ts";
import { pasteable } from "../platform/own-command.ts";
import type { Place, Scope } from "../install/place.ts";
import type { Answers, HowToRun } from "../install/plan.ts";
import { hasServices, serviceUnit } from "../install/service.ts";
import { printable } from "./render.ts";

/** What flags have answered, and the scope that is proposed. */
export interface Given extends Answers {
  readonly scope: Scope | undefined;
  readonly likelyScope: Scope;
}

/** Nothing has been written while questions are asked, so there is nothing to undo. */
async function answerTo<T>(question: Promise<T>): Promise<Exclude<T, symbol>> {
  const answer = await question;
  if (!isCancel(answer)) return answer as Exclude<T, symbol>;
  cancel("Nothing was changed.");
  throw new HiveError("HIVE_CANCELLED", "cancelled");
}

export function begin({ project, isGit, claude, hasClaude }: Place): void {
  intro("hive setup");
  log.info(`Project  ${printable(project)}${isGit ? "" : " (no git repository: the current directory)"}`);
  if (hasClaude) log.info(`Agent    Claude Code, at ${printable(claude)}`);
  else log.warn(`Agent    no Claude Code at ${printable(claude)}: the settings will wait for it`);
}

/** Asks what no flag has answered. @throws HIVE_CANCELLED */
export async function askAnswers(place: Place, given: Given): Promise<{ scope: Scope; answers: Answers }> {
  const { config } = readConfigFiles(place.root, {}, place.env);
  const scope = given.scope ?? (await askScope(given.likelyScope));
  const checkpointIntervalSeconds =
    given.checkpointIntervalSeconds ??
    (await askNumber(
      "Seconds between two checkpoints? (0: at every tool call)",
      "checkpointIntervalSeconds",
      config.checkpointIntervalSeconds,
    ));
  const deadLetterRetentionDays =
    given.deadLetterRetentionDays ??
    (await askNumber("Days to keep entries that failed?", "deadLetterRetentionDays", config.deadLetterRetentionDays));
  const worker = given.worker ?? (await askWorker(place, scope, config.workerStart));
  const restoreContext = given.restoreContext ?? (await askRestore(config.restoreContext));
  return { scope, answers: { checkpointIntervalSeconds, deadLetterRetentionDays, worker, restoreContext } };
}

function askWorker(place: Place, scope: Scope, start: WorkerStart): Promise<HowToRun> {
  const options: Option<HowToRun>[] = [
    { value: "hook", label: "by the hook", hint: "started when it is needed; ends by itself after five idle minutes" },
    { value: "never", label: "by hand", hint: pasteable("hive worker start", place.env) },
  ];
  const service: Option<HowToRun> = {
    value: "service",
    label: "as a service",
    hint: "a systemd or launchd unit of yours",
  };
  // A service runs the worker of one project.
  const canServe = scope !== "user" && hasServices();
  if (canServe) options.splice(1, 0, service);
  const current = canServe && existsSync(serviceUnit(place).path) ? "service" : start;
  return answerTo(select<HowToRun>({ message: "How is the worker started?", initialValue: current, options }));
}

function askRestore(initialValue: boolean): Promise<boolean> {
  return answerTo(
    confirm({ message: "Give a session that starts what an earlier one left, when that did not end?", initialValue }),
  );
}

function askScope(initialValue: Scope): Promise<Scope> {
  return answerTo(
    select<Scope>({
      message: "Which settings file?",
      initialValue,
      options: [
        { value: "local", label: "local", hint: ".claude/settings.local.json: yours, in this project" },
        { value: "user", label: "user", hint: "your own settings.json: every project of yours" },
        {
          value: "project",
          label: "project",
          hint: ".claude/settings.json: shared through git, though it names a path of this machine",
        },
      ],
    }),
  );
}

async function askNumber(message: string, name: NumberName, current: number): Promise<number> {
  const shown = current === DEFAULTS[name] ? `${current} (default)` : String(current);
  const answer = await answerTo(
    text({
      message,
      placeholder: shown,
      defaultValue: String(current),
      validate: (given) => problemWith(name, given ?? ""),
    }),
  );
  return Number(answer);
}

function problemWith(name: NumberName, given: string): string | undefined {
  if (given === "") return undefined;
  if (!/^\d+$/.test(given)) return "a whole number, please";
  try {
    resolveConfig(null, { [name]: Number(given) });
    return undefined;
  } catch (error) {
    if (error instanceof HiveError) return error.message;
    throw error;
  }
}

/** @throws HIVE_CANCELLED unless the answer is yes */
export async function askToGoOn(message: string): Promise<void> {
  if (await answerTo(confirm({ message }))) return;
  cancel("Nothing was changed.");
  throw new HiveError("HIVE_CANCELLED", "not confirmed");
}

type NumberName = "checkpointIntervalSeconds" | "deadLetterRetentionDays";

export const end = (message: string): void => outro(message);
