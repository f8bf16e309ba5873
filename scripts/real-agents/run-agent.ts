/**
 * Runs an agent against a model on loopback, in a network namespace that holds nothing else: no account, no key, no
 * network. As a program, `bun run-agent.ts JOB`, it is the inside of that namespace.
 */
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { killTree } from "../../tests/torture/real-agent/processes.ts";
import { DRIVERS, type Setting } from "./drivers.ts";
import { startModel } from "./model.ts";
import type { Step } from "./script.ts";

export interface AgentRun {
  readonly agent: string;
  readonly steps: readonly Step[];
  readonly prompt: string;
  readonly project: string;
  readonly home: string;
  readonly modules: string;
  /** A directory of this run's own. */
  readonly out: string;
  /** Index of the step at which the agent is killed, a moment after the answer, once the command has begun. */
  readonly killAt?: number;
}

export interface AgentRunResult {
  /** Every text that reached the model, in order. */
  readonly texts: readonly string[];
  readonly exitCode: number | null;
  readonly output: string;
}

/** The same port in each run, since agents keep it in their settings. Each run has its own loopback. */
const PORT = 8099;
export const ORIGIN = `http://127.0.0.1:${PORT}`;
const KILL_DELAY_MS = 2500;
const TIMEOUT_MS = 300_000;
/** For hooks that the agent did not wait for. */
const AFTERMATH_MS = 1000;

/** The environment of an agent: of this machine it gets only a PATH. */
export function bareEnvironment(home: string): Record<string, string> {
  const path = ["/usr/local/bin", "/usr/bin", "/bin", "/usr/sbin", "/sbin", dirname(process.execPath)];
  const names = { USER: "dev", LOGNAME: "dev", SHELL: "/bin/bash", LANG: "C.UTF-8", TERM: "xterm-256color" };
  return { PATH: [...new Set(path)].join(":"), HOME: home, ...names };
}

/** @throws if the namespace cannot be made */
export async function runAgent(run: AgentRun): Promise<AgentRunResult> {
  for (const path of [run.out, run.home]) mkdirSync(path, { recursive: true });
  const job = join(run.out, "job.json");
  writeFileSync(job, JSON.stringify(run));
  writeFileSync(logOf(run), "");
  const flags = process.getuid?.() === 0 ? ["-n"] : ["-r", "-n"];
  const inside = [process.execPath, import.meta.path, job];
  const child = Bun.spawn(["unshare", ...flags, "sh", "-c", 'ip link set lo up && exec "$@"', "sh", ...inside], {
    stdin: "ignore",
    stdout: "pipe",
    stderr: "inherit",
  });
  const output = await child.stdout.text();
  if ((await child.exited) !== 0) throw new Error(`${run.agent}: the run inside the namespace failed`);
  const texts = readFileSync(logOf(run), "utf8").split("\n");
  const { exitCode, said } = JSON.parse(output.split("\n").at(-2) ?? "") as { exitCode: number | null; said: string };
  return {
    texts: texts.filter((line) => line !== "").map((line) => JSON.parse(line) as string),
    exitCode,
    output: said,
  };
}

const logOf = ({ out }: AgentRun): string => join(out, "texts.jsonl");

async function runInside(run: AgentRun): Promise<void> {
  const driver = DRIVERS[run.agent]!;
  let agent: number | undefined;
  let killed: Promise<void> | undefined;
  const setting: Setting = { ...run, origin: ORIGIN };
  const onStep = (index: number): void => {
    if (index !== run.killAt) return;
    killed = Bun.sleep(KILL_DELAY_MS).then(() => (agent === undefined ? undefined : killTree(agent, "SIGKILL")));
  };
  const model = startModel({ driver, steps: run.steps, project: run.project, port: PORT, log: logOf(run), onStep });
  driver.prepare(setting);
  const child = Bun.spawn(driver.command(setting), {
    cwd: run.project,
    env: { ...bareEnvironment(run.home), ...driver.env(setting) },
    stdin: "ignore",
    stdout: Bun.file(join(run.out, "stdout.txt")),
    stderr: Bun.file(join(run.out, "stderr.txt")),
  });
  agent = child.pid;
  const timer = setTimeout(() => void killTree(child.pid, "SIGKILL"), TIMEOUT_MS);
  await child.exited;
  clearTimeout(timer);
  await killed;
  await Bun.sleep(AFTERMATH_MS);
  model.stop();
  const said = ["stdout.txt", "stderr.txt"].map((name) => readFileSync(join(run.out, name), "utf8").slice(-2000));
  process.stdout.write(`${JSON.stringify({ exitCode: child.exitCode, said: said.join("\n") })}\n`);
}

if (import.meta.main) {
  await runInside(JSON.parse(readFileSync(process.argv[2]!, "utf8")) as AgentRun);
  process.exit(0);
}
