import type { Caller, ProcessSeen } from "../../agents/caller.ts";
import type { AgentHook } from "../../agents/agent.ts";
import type { HookPayload } from "../../agents/claude-code/payload.ts";
import { textOf } from "../../base/json.ts";
import { statIn } from "../../platform/process/process-stat.ts";
import type { HookIo } from "../io.ts";

type Env = Readonly<Record<string, string | undefined>>;

/** Facts about a call beside its payload. They are read if a session may begin, and with a checkpoint. */
export function callerOf(io: HookIo, env: Env, payload: HookPayload, hook: AgentHook): Caller {
  // A subagent's call describes the subagent, which may be in a worktree of its own.
  if (payload.fields["agent_id"] !== undefined) return {};
  const directory = directoryOf(env, payload);
  if (!hook.hasProcess) return { directory };
  return { isAttended: hook.isAttended(env), directory, process: processOf(io, agentPid(io, env, hook)) };
}

/** The agent's process: the one that the agent names, else the parent, or the parent of a shell between. */
function agentPid(io: HookIo, env: Env, hook: AgentHook): number | undefined {
  const named = hook.pid(env);
  // PID 1 is never an agent, though a project's settings may claim it.
  if (named !== undefined && named > 0) return named > 1 ? named : undefined;
  let pid = process.ppid;
  const parent = statIn(io.read(`/proc/${pid}/stat`));
  if (parent !== null && isShell(parent.name)) pid = parent.parentPid;
  return pid > 1 ? pid : undefined;
}

function isShell(name: string): boolean {
  return name === "sh" || name === "bash" || name === "dash" || name === "zsh";
}

function processOf(io: HookIo, pid: number | undefined): ProcessSeen | undefined {
  if (pid === undefined || pid % 1 !== 0) return undefined;
  const startTicks = statIn(io.read(`/proc/${pid}/stat`))?.startTicks;
  const initTicks = statIn(io.read("/proc/1/stat"))?.startTicks;
  const bootId = io.read("/proc/sys/kernel/random/boot_id")?.trim();
  if (startTicks === undefined || initTicks === undefined || bootId === undefined) return { pid };
  return { pid, startTicks, initTicks, bootId };
}

/** The project's directory, by the agent's own report. */
export const directoryOf = (env: Env, { fields }: HookPayload): string | undefined =>
  env["CLAUDE_PROJECT_DIR"] || textOf(fields["cwd"]);
