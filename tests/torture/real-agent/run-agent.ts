/**
 * Runs Claude Code against the mock model, in a network namespace that holds loopback alone: no account, no key, no
 * network. As a program, `bun run-agent.ts JOB`, it is the inside of that namespace.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type ClaudeRun, commandOf, environmentOf, prepare } from "./claude.ts";
import { MockModel } from "./mock-model.ts";
import { killTree } from "./processes.ts";
import type { Step } from "./script.ts";
import { runInTerminal } from "./terminal.ts";

export interface AgentRun {
  readonly steps: readonly Step[];
  /** In a terminal they are typed one after another; else the first counts. */
  readonly prompts: readonly string[];
  readonly project: string;
  readonly home: string;
  /** A directory of this run's own. */
  readonly out: string;
  /** Index of the step at which the agent is killed, 2 s after the answer: a command has begun by then. */
  readonly killAt?: number;
  /** @default SIGKILL */
  readonly signal?: NodeJS.Signals;
  readonly isResumed?: boolean;
  readonly isInTerminal?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
}

/** The same in each run, which has a loopback of its own: agents keep it in their settings. */
const PORT = 8099;
const KILL_DELAY_MS = 2000;
const TIMEOUT_MS = 60_000;
/** For hooks that the agent did not wait for. */
const AFTERMATH_MS = 500;

/** @returns the texts of each request to the model, in order */
export async function runAgent(run: AgentRun): Promise<string[][]> {
  for (const path of [run.out, run.home]) mkdirSync(path, { recursive: true });
  const job = join(run.out, "job.json");
  writeFileSync(job, JSON.stringify(run));
  writeFileSync(logOf(run), "");
  const flags = process.getuid?.() === 0 ? ["-n"] : ["-r", "-n"];
  const inside = [process.execPath, import.meta.path, job];
  const child = Bun.spawn(["unshare", ...flags, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...inside], {
    stdin: "ignore",
    stdout: "ignore",
    stderr: "inherit",
  });
  const code = await child.exited;
  if (code !== 0) throw new Error(`the run inside the namespace ended with ${code}`);
  const lines = readFileSync(logOf(run), "utf8").trim().split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as string[]);
}

const logOf = ({ out }: AgentRun): string => join(out, "texts.jsonl");
const timesPath = ({ out }: AgentRun): string => join(out, "times.json");

/** How long a run took, in milliseconds. */
export interface RunTimes {
  /** From the agent's start to its end. */
  readonly sessionMs: number;
  /** Each step of the script, from the model's answer to the agent's next request: its tool, and the hooks of that. */
  readonly stepsMs: readonly number[];
}

/** Of a run without a terminal that has ended. */
export const timesOf = (run: AgentRun): RunTimes => JSON.parse(readFileSync(timesPath(run), "utf8")) as RunTimes;

/** What an agent sees of this machine: nothing but a PATH. */
function bareEnvironment(home: string): Record<string, string> {
  const path = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin", dirname(process.execPath)];
  return {
    PATH: [...new Set(path)].join(":"),
    HOME: home,
    USER: "dev",
    LOGNAME: "dev",
    SHELL: "/bin/bash",
    LANG: "C.UTF-8",
    TERM: "xterm-256color",
  };
}

async function runInside(run: AgentRun): Promise<void> {
  let agent: number | undefined;
  let turns = 0;
  let killed: Promise<void> | undefined;
  const answeredMs: number[] = [];
  const mock = new MockModel({
    steps: run.steps,
    project: run.project,
    port: PORT,
    log: logOf(run),
    onStep(index) {
      answeredMs.push(performance.now());
      if (index !== run.killAt) return;
      killed = killSoon(() => agent, run.signal ?? "SIGKILL");
    },
    onTurnEnd: () => {
      answeredMs.push(performance.now());
      turns += 1;
    },
  });
  const { home, project, isInTerminal = false } = run;
  const claude: ClaudeRun = {
    home,
    project,
    isInTerminal,
    origin: mock.origin,
    prompt: run.prompts[0] ?? "",
    isResumed: run.isResumed ?? false,
    args: run.args ?? [],
  };
  prepare(home, project);
  const env = { ...bareEnvironment(home), ...environmentOf(claude), ...run.env };
  const command = commandOf(claude);
  const onPid = (pid: number): void => {
    agent = pid;
  };
  if (isInTerminal) {
    const seen = { turns: () => turns, idleMs: () => mock.idleMs };
    await runInTerminal({ project, command, env, prompts: run.prompts, timeoutMs: TIMEOUT_MS, onPid, ...seen });
  } else {
    const sessionMs = await runHeadless(command, project, env, onPid);
    const stepsMs = answeredMs.slice(1).map((ms, index) => ms - answeredMs[index]!);
    writeFileSync(timesPath(run), JSON.stringify({ sessionMs, stepsMs } satisfies RunTimes));
  }
  await killed;
  await Bun.sleep(AFTERMATH_MS);
  mock.stop();
}

async function killSoon(pid: () => number | undefined, signal: NodeJS.Signals): Promise<void> {
  await Bun.sleep(KILL_DELAY_MS);
  const agent = pid();
  if (agent !== undefined) await killTree(agent, signal);
}

async function runHeadless(
  command: readonly string[],
  cwd: string,
  env: Record<string, string>,
  onPid: (pid: number) => void,
): Promise<number> {
  const startedMs = performance.now();
  const child = Bun.spawn([...command], { cwd, env, stdin: "ignore", stdout: "ignore", stderr: "ignore" });
  onPid(child.pid);
  const timer = setTimeout(() => void killTree(child.pid, "SIGKILL"), TIMEOUT_MS);
  await child.exited;
  clearTimeout(timer);
  return performance.now() - startedMs;
}

if (import.meta.main) {
  await runInside(JSON.parse(readFileSync(process.argv[2]!, "utf8")) as AgentRun);
  process.exit(0);
}
