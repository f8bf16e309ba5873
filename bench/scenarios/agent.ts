import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { CLAUDE } from "../../tests/torture/real-agent/claude.ts";
import { type AgentRun, runAgent, type RunTimes, timesOf } from "../../tests/torture/real-agent/run-agent.ts";
import { openDatabase } from "../../tests/support/database.ts";
import { figureOf, seriesFigure } from "../figures/figures.ts";
import type { Budget, Figure, ScenarioResult, Series, Size } from "../figures/result.ts";
import { freshRoot, MAIN, TOP } from "../harness/rig.ts";
import { runToEnd } from "../harness/run-program.ts";
import type { Scenario, ScenarioContext } from "../harness/scenario.ts";
import { interleave } from "../harness/trials.ts";
import { estimate, summarize } from "../stats/estimate.ts";

const TRIALS: Readonly<Record<Size, number>> = { smoke: 1, quick: 3, full: 24 };
const COMMANDS: Readonly<Record<Size, number>> = { smoke: 2, quick: 20, full: 20 };
/** The time that hive may add to a call, compared with a hook that does nothing. */
const BUDGET_MS = 8;
/** Longer than the time between two sessions with hive; a run that is killed leaves its worker no longer. */
const IDLE_EXIT_SECONDS = 30;

/** No hook at all, one that does nothing in place of hive's, and hive's. */
const ARMS = ["none", "true", "hive"] as const;
type Arm = (typeof ARMS)[number];
const LABELS: Readonly<Record<Arm, string>> = { none: "no hook", true: "/bin/true as the hook", hive: "hive" };

/** @returns why it cannot be measured here; null where it can */
function reasonToSkip(program: string): string | null {
  if (!existsSync(program)) {
    return "Skipped: Claude Code is not installed here; (cd tests/torture/real-agent && bun install) brings it.";
  }
  const flags = process.getuid?.() === 0 ? ["-n"] : ["-r", "-n"];
  const canUnshare = Bun.which("unshare") !== null && Bun.spawnSync(["unshare", ...flags, "true"]).exitCode === 0;
  return canUnshare
    ? null
    : "Skipped: no network namespace can be made here, and the agent must not reach the network.";
}

interface Place {
  readonly home: string;
  readonly project: string;
}

const rootOf = ({ project }: Place): string => join(project, ".hive-mind");

/** A home with the arm's hooks in the user's own settings, and a project that is a git repository. */
async function prepare(arm: Arm, directory: string, signal: AbortSignal): Promise<Place> {
  const home = join(directory, arm);
  const project = join(home, "app");
  mkdirSync(project, { recursive: true });
  await runToEnd(["git", "init", "-q", "-b", "main", project], { signal });
  if (arm === "none") return { home, project };
  mkdirSync(join(home, ".config/hive"), { recursive: true, mode: 0o700 });
  const config = JSON.stringify({ idleExitSeconds: IDLE_EXIT_SECONDS });
  writeFileSync(join(home, ".config/hive/config.json"), config, { mode: 0o600 });
  const setup = [process.execPath, MAIN, "setup", "--yes", "--scope", "user"];
  const env = { HOME: home, XDG_CONFIG_HOME: "", XDG_DATA_HOME: "", HIVE_ROOT: "" };
  await runToEnd(setup, { signal, env, cwd: project, keepsOutput: true });
  if (arm === "true") doNothing(join(home, ".claude/settings.json"));
  return { home, project };
}

/** The same hooks for the same events, of a program that does nothing. */
function doNothing(settings: string): void {
  const text = readFileSync(settings, "utf8");
  writeFileSync(settings, text.replaceAll(/"command": "[^"]*"/g, '"command": "/bin/true"'));
}

/** Plays a session with a number of commands. @throws if the agent has not run them all */
async function playSession({ home, project }: Place, commands: number, out: string): Promise<RunTimes> {
  const steps = Array.from({ length: commands }, (_, index) => ({ shell: `echo said-${index}-$((1 + 1))` }));
  const run: AgentRun = { steps, prompts: ["Run the commands"], home, project, out };
  const texts = await runAgent(run);
  if (!texts.some((text) => text.includes(`said-${commands - 1}-2`))) {
    throw new Error(`the agent did not make its ${commands} commands`);
  }
  return timesOf(run);
}

/** The calls of hive's hook in a session on average, by the entries that they left. */
function callsOf(place: Place, sessions: number): number {
  using db = openDatabase(rootOf(place), { readonly: true });
  return db.query<{ n: number }, []>("SELECT count(*) AS n FROM hive_ledger").get()!.n / sessions;
}

async function measure(context: ScenarioContext): Promise<ScenarioResult> {
  const { size, signal } = context;
  const commands = COMMANDS[size];
  const trials = context.trials ?? TRIALS[size];
  using dir = freshRoot();
  const directory = dirname(dir.root);
  await runToEnd([process.execPath, join(TOP, "scripts/build-hook.ts")], { signal });
  const places = new Map<Arm, Place>();
  for (const arm of ARMS) places.set(arm, await prepare(arm, directory, signal));
  const hive = places.get("hive")!;
  const stop = async (): Promise<void> => {
    const command = [process.execPath, MAIN, "worker", "stop", "--root", rootOf(hive)];
    await runToEnd(command, { signal: new AbortController().signal, env: { HOME: hive.home }, keepsOutput: true });
  };
  try {
    const play = (arm: Arm, trial: number): Promise<RunTimes> =>
      playSession(places.get(arm)!, commands, join(directory, `${arm}-${trial}`));
    const found = await interleave(context, { name: "agent", cases: ARMS, trials, measure: play });
    await stop();
    // Every entry has been applied: a worker that is asked to end finishes first.
    return resultOf(found, commands, callsOf(hive, trials));
  } finally {
    await stop();
  }
}

function perCall(
  id: string,
  label: string,
  trials: Series["trials"],
  bound: { readonly budget?: Budget } = {},
): Figure {
  const names = { id, label: `${label}, for each hook call`, unit: "ms", ...bound };
  return figureOf(names, estimate(trials, "p50"), trials);
}

function resultOf(found: ReadonlyMap<Arm, readonly RunTimes[]>, commands: number, calls: number): ScenarioResult {
  const sessions = ARMS.map((arm): Series => {
    const trials = found.get(arm)!.map(({ sessionMs }) => [sessionMs]);
    return { id: `agent.${arm}`, label: LABELS[arm], mode: null, unit: "ms", trials };
  });
  const tools = ARMS.map((arm): Series => {
    const trials = found.get(arm)!.map(({ stepsMs }) => stepsMs);
    return { id: `agent.tool.${arm}`, label: `${LABELS[arm]}, one command`, mode: null, unit: "ms", trials };
  });
  const series = [...sessions, ...tools];
  const difference = (above: Arm, below: Arm, of: (times: RunTimes) => number): number[][] =>
    found.get(above)!.map((times, trial) => [of(times) - of(found.get(below)![trial]!)]);
  const more = (above: Arm, below: Arm): number[][] => difference(above, below, ({ sessionMs }) => sessionMs / calls);
  const moreOfTool = difference("hive", "true", ({ stepsMs }) => summarize(stepsMs).p50);
  const ofTool = {
    id: "agent.tool.hive-over-true",
    label: "hive more than /bin/true, for a command alone",
    unit: "ms",
  };
  return {
    scenario: "agent",
    title: `agent: a session of ${commands} commands by the real Claude Code, from its start to its end, with no hook, with /bin/true as the hook and with hive, in turn`,
    durability: "process",
    series,
    figures: [
      perCall("agent.hive-over-true", "hive more than /bin/true", more("hive", "true"), {
        budget: { most: BUDGET_MS },
      }),
      figureOf(ofTool, estimate(moreOfTool, "p50"), moreOfTool),
      perCall("agent.hive-over-none", "hive more than no hook", more("hive", "none")),
      perCall("agent.true-over-none", "/bin/true more than no hook", more("true", "none")),
      ...series.map((one) => seriesFigure(one, "p50")),
    ],
    notes: [
      `Claude Code called the hook ${Number(calls.toFixed(1))} times a session; the difference of two sessions of a trial is shared by them.`,
      "For a command alone: the median of a session's commands, each from the model's answer to the agent's next request. The start of a session, its prompt and its end are not in it.",
      "The model is a program on loopback that answers at once, in a network namespace of its own: nothing is waited for but the agent, its commands and its hooks.",
      "hive's worker runs beside the session, as it does for a user.",
    ],
  };
}

async function run(context: ScenarioContext, program: string): Promise<ScenarioResult> {
  const reason = reasonToSkip(program);
  if (reason === null) return await measure(context);
  return {
    scenario: "agent",
    title: "agent: a session of the real Claude Code",
    durability: "process",
    series: [],
    figures: [],
    notes: [reason],
  };
}

/** @param program Claude Code's @default where `bun install` puts it */
export const agentOf = (program = CLAUDE): Scenario => ({
  name: "agent",
  summary:
    "a session of the real Claude Code with no hook, with one that does nothing, and with hive; where it is installed",
  run: (context) => run(context, program),
});

export const agent: Scenario = agentOf();
